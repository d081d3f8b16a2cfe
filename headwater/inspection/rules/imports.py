"""What a file of answers or stages may say, and the sentence for each thing that it may not."""

import difflib
import re
from collections.abc import Collection

from headwater.inspection.models import Return, Round
from headwater.inspection.rules import returns
from headwater.kernel import handling, people

FORCE = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$"
"""What a subject's code looks like; the same pattern works in PostgreSQL."""

MANY = 1_000
"""How many codes are compared with a wrong one, to say which it may have been meant for."""

OVERALL = "overall"
"""What a file calls the judgement of a body as a whole."""


def may_import_round(round_: Round, by: people.Person | handling.Reader) -> handling.Verdict:
    """Whoever leads the round replaces its draft answers, until the first return is submitted."""
    if isinstance(by, people.Person) and not by.may("round.manage"):
        return handling.no("Only a lead inspector can import the answers of a whole round.")
    if round_.phase in returns.CLOSED_PHASES:
        return handling.no(
            f"The round is at the phase “{round_.get_phase_display()}”. Its answers can no longer be "
            "replaced."
        )
    return handling.YES


def may_replace(round_: Round, *, submitted: Collection[str]) -> handling.Verdict:
    """Nothing replaces an answer that was submitted."""
    if not submitted:
        return handling.YES
    names = ", ".join(sorted(submitted)[:3]) + (" and others" if len(submitted) > 3 else "")
    returns_ = "return has" if len(submitted) == 1 else "returns have"
    return handling.no(
        f"{len(submitted)} {returns_} been submitted ({names}). A draft can be replaced only "
        "before that."
    )


def may_import_return(submission: Return, person: people.Person) -> handling.Verdict:
    """A body's own file is taken by whoever may edit its return, while it may be edited."""
    return returns.may_edit(submission, person)


def is_live(round_: Round) -> bool:
    """Whether the round's bodies are fixed, because it asks real bodies and has left planning."""
    return not round_.is_reconstruction and round_.phase != Round.Phase.PLANNING


def near(found: str, known: Collection[str]) -> str:
    """The rest of a sentence about an unknown code: what it may have been meant for."""
    folded = {code.casefold(): code for code in known}
    close = difflib.get_close_matches(found.casefold()[:100], folded, n=1, cutoff=0.6)
    if close:
        return f' Did you mean "{folded[close[0]]}"?'
    return f" Use one of these: {', '.join(sorted(known))}." if 0 < len(known) <= 8 else ""


def shown(found: str) -> str:
    """A wrong value as a sentence repeats it."""
    return found if len(found) <= 60 else found[:60] + "…"


def wrong_force(found: str) -> str:
    """Why a text cannot be the code of a body, or an empty text."""
    if not found.strip():
        return "The force is missing. Fill it in."
    if not re.fullmatch(FORCE, found):
        return (
            f'"{shown(found)}" cannot be the code of a body: use up to 60 letters, digits and '
            "hyphens."
        )
    return ""


def unknown_force(found: str, known: Collection[str]) -> str:
    """A body that a round does not inspect; among thousands no near one is looked for."""
    hint = near(found, known if len(known) <= MANY else ())
    return f'"{shown(found)}" is not a body of this round.{hint}'


def wrong_cohort(found: str, known: Collection[str]) -> str:
    """Why a text is not a cohort of the framework, or an empty text."""
    if found in known or (not known and not found):
        return ""
    if not known:
        return "The framework has no cohorts. Leave this cell empty."
    if not found.strip():
        return "The cohort is missing. Fill it in."
    return f'"{shown(found)}" is not a cohort of the framework.{near(found, known)}'


def two_cohorts(force: str, first: str, second: str) -> str:
    """A body stands in one cohort at a time."""
    return f'"{shown(force)}" is in two cohorts, {first} and {second}. Choose one.'


def other_cohort(force: str, *, found: str, placed: str) -> str:
    """A file does not move a body of a running round to another cohort."""
    return f'"{force}" is in the cohort {placed or "none"} in this round, not {found or "none"}.'


def settled(force: str, capability: str) -> str:
    """A judgement that inspectors gave a reason for."""
    return f"Inspectors settled {capability} of {force} with a reason. A file cannot replace it."


class Questions:
    """The findings of a framework as an import asks about them: who is asked, on which scale."""

    def __init__(self, round_: Round) -> None:
        framework = round_.framework
        self.cohorts = [item.code for item in framework.of_kind("cohort")]
        self.findings = {item.code: item for item in framework.of_kind("finding")}
        self.scales: dict[str, dict[str, bool]] = {}
        for point in framework.of_kind("scale_point").select_related("parent"):
            scale = self.scales.setdefault(point.parent.code if point.parent else "", {})
            scale[point.body["answer"]] = point.body["counts_as"] == "left_out"
        self.has_history = round_.is_reconstruction
        self.takes_blank = is_live(round_)

    def answers(self, finding: str) -> dict[str, bool]:
        """The answers of a finding's scale, each with whether it leaves the body out.

        Those of every scale when there is no such finding.
        """
        item = self.findings.get(finding)
        scales = [self.scales[item.body["scale"]]] if item else list(self.scales.values())
        blank = {"": False} if self.takes_blank else {}
        return {answer: out for scale in scales for answer, out in scale.items()} | blank

    def allowed(self) -> list[tuple[str, str, str, int]]:
        """Every allowed triple of cohort, finding and answer, with the finding's key."""
        rows = [
            (cohort, code, answer, finding.pk)
            for code, finding in self.findings.items()
            for cohort in self.cohorts or [""]
            for answer in self.answers(code)
        ]
        return [row for row in rows if not self.wrong_columns(*row[:3])]

    def wrong_columns(self, cohort: str, finding: str, answer: str) -> list[str]:
        """The columns whose cells are wrong in one row, in the file's order."""
        item, answers = self.findings.get(finding), self.answers(finding)
        is_left_out = answers.get(answer, False)
        wrong = ["cohort"] if wrong_cohort(cohort, self.cohorts) else []
        if item is None or (item.is_historical and not self.has_history and not is_left_out):
            wrong.append("finding_id")
        if answer not in answers:
            wrong.append("answer")
        elif item is not None and not wrong and not is_left_out:
            asked_of = item.body["asked_of"]
            wrong += ["answer"] if asked_of and cohort not in asked_of else []
        return wrong

    def sentence(self, column: str, cohort: str, finding: str, answer: str) -> str:
        """What is wrong with the cell of a column that :meth:`wrong_columns` names."""
        if column == "cohort":
            return wrong_cohort(cohort, self.cohorts)
        if column == "finding_id":
            return self._wrong_finding(finding)
        return self._wrong_answer(cohort, finding, answer)

    def _wrong_finding(self, finding: str) -> str:
        if finding in self.findings:
            return f"{finding} belongs to history and is not asked today."
        if not finding.strip():
            return "The finding_id is missing. Fill it in."
        unknown = f'"{shown(finding)}" is not a finding of the framework.'
        return unknown + near(finding, self.findings)

    def _wrong_answer(self, cohort: str, finding: str, answer: str) -> str:
        answers = self.answers(finding)
        if answer in answers:
            return f"{finding} is not asked of {cohort} bodies. Only not_applicable can stand here."
        if not answer.strip():
            return "The answer is missing. Fill it in."
        of = f"an answer to {finding}" if finding in self.findings else "an answer of the framework"
        return f'"{shown(answer)}" is not {of}.{near(answer, [each for each in answers if each])}'


class Stages:
    """The capabilities and stages of a framework as an import of judgements asks about them."""

    def __init__(self, round_: Round) -> None:
        framework = round_.framework
        self.cohorts = [item.code for item in framework.of_kind("cohort")]
        self.capabilities = {item.code: item.pk for item in framework.of_kind("capability")}
        self.stages = {item.code: item.pk for item in framework.of_kind("stage")}

    def wrong_cells(self, cohort: str, capability: str, stage: str) -> list[tuple[str, str]]:
        """The column and the sentence of each cell of a judgement that is wrong."""
        wrong = [("cohort", sentence)] if (sentence := wrong_cohort(cohort, self.cohorts)) else []
        for column, found, known, words in (
            ("capability", capability, {*self.capabilities, OVERALL}, "a capability"),
            ("stage", stage, {*self.stages}, "a stage"),
        ):
            if not found.strip():
                wrong.append((column, f"The {column} is missing. Fill it in."))
            elif found not in known:
                unknown = f'"{shown(found)}" is not {words} of the framework.'
                wrong.append((column, unknown + near(found, known)))
        return wrong


def other_version(code: str, *, given: int, stored: int) -> str:
    """An answer that was saved after the file was made."""
    return (
        f"The answer to {code} was changed after this file was made (version {stored} now, {given} "
        "in the file). Download the answers again."
    )
