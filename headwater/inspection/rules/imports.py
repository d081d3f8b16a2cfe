"""What a file of answers or stages may say, and the sentence for each thing that it may not."""

import difflib
import re
from collections.abc import Collection

from headwater.inspection.models import Return, Round
from headwater.inspection.rules import returns
from headwater.kernel import frameworks, handling, people

FORCE = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$"
"""What a subject's code looks like; the same pattern works in PostgreSQL."""

OVERALL = "overall"
"""What a file calls the judgement of a body as a whole."""


def may_import_round(round_: Round, by: people.Person | handling.Reader) -> handling.Verdict:
    """Whoever leads the round replaces its draft answers, until the first return is submitted."""
    if isinstance(by, people.Person) and not by.may("round.manage"):
        return handling.no("Only a lead inspector can import the answers of a whole round.")
    if round_.phase in returns.CLOSED_PHASES:
        return handling.no(
            f"The round is in {round_.get_phase_display().lower()}. Its answers can no longer be "
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
    if not re.match(FORCE, found):
        return (
            f'"{shown(found)}" cannot be the code of a body: use up to 60 letters, digits and '
            "hyphens."
        )
    return ""


def unknown_force(found: str, known: Collection[str]) -> str:
    """A body that a round does not inspect."""
    return f'"{shown(found)}" is not a body of this round.{near(found, known)}'


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

    def answers(self, finding: frameworks.Item) -> dict[str, bool]:
        """The answers of the finding's scale, each with whether it leaves the body out."""
        return self.scales[finding.body["scale"]]

    def allowed(self) -> list[tuple[str, str, str, int]]:
        """Every allowed triple of cohort, finding and answer, with the finding's key."""
        rows = [
            (cohort, code, answer, finding.pk)
            for code, finding in self.findings.items()
            for cohort in self.cohorts or [""]
            for answer in (*self.answers(finding), "")
        ]
        return [row for row in rows if not self.wrong_cell(*row[:3])]

    def wrong_cell(self, cohort: str, finding: str, answer: str) -> tuple[str, str] | None:
        """The column and the sentence of what is wrong with an answer, or None."""
        if sentence := wrong_cohort(cohort, self.cohorts):
            return "cohort", sentence
        item = self.findings.get(finding)
        if item is None:
            if not finding.strip():
                return "finding_id", "The finding_id is missing. Fill it in."
            unknown = f'"{shown(finding)}" is not a finding of the framework.'
            return "finding_id", unknown + near(finding, self.findings)
        answers = self.answers(item) | ({"": False} if self.takes_blank else {})
        if answer not in answers:
            if not answer.strip():
                return "answer", "The answer is missing. Fill it in."
            unknown = f'"{shown(answer)}" is not an answer to {finding}.'
            return "answer", unknown + near(answer, answers)
        if answers[answer]:
            return None
        asked_of = item.body.get("asked_of") or []
        if asked_of and cohort not in asked_of:
            words = (
                f"{finding} is not asked of {cohort} bodies. Only not_applicable can stand here."
            )
            return "answer", words
        if item.is_historical and not self.has_history:
            return "finding_id", f"{finding} belongs to history and is not asked today."
        return None


class Stages:
    """The capabilities and stages of a framework as an import of judgements asks about them."""

    def __init__(self, round_: Round) -> None:
        framework = round_.framework
        self.cohorts = [item.code for item in framework.of_kind("cohort")]
        self.capabilities = {item.code: item.pk for item in framework.of_kind("capability")}
        self.stages = {item.code: item.pk for item in framework.of_kind("stage")}

    def wrong_cell(self, cohort: str, capability: str, stage: str) -> tuple[str, str] | None:
        """The column and the sentence of what is wrong with a judgement, or None."""
        if sentence := wrong_cohort(cohort, self.cohorts):
            return "cohort", sentence
        for column, found, known, words in (
            ("capability", capability, {*self.capabilities, OVERALL}, "a capability"),
            ("stage", stage, {*self.stages}, "a stage"),
        ):
            if not found.strip():
                return column, f"The {column} is missing. Fill it in."
            if found not in known:
                unknown = f'"{shown(found)}" is not {words} of the framework.'
                return column, unknown + near(found, known)
        return None


def other_version(code: str, *, given: int, stored: int) -> str:
    """An answer that was saved after the file was made."""
    return (
        f"The answer to {code} was changed after this file was made (version {stored} now, {given} "
        "in the file). Download the answers again."
    )
