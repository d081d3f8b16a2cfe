"""Answers and stages of a whole round from files: all of them or, when one cell is wrong, none.

One transaction and a handful of statements, whatever the size: the file is staged, judged as a set
and put in place of the draft. Sentences about cells come from :mod:`rules.imports`.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import IO

from django.db import IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper

from headwater.govuk import sheets
from headwater.inspection.models import Return, Round
from headwater.inspection.rules import imports as rules
from headwater.inspection.services import imported_bodies, imported_judgements, rounds, staging
from headwater.kernel import audit, frameworks, handling, people

ANSWERS = tuple(
    sheets.Column(name, required=False) for name in ("force", "cohort", "finding_id", "answer")
)
_STAGED = "staged_answers"
RECONSTRUCTED = "hmic-2009"
"""The round that the demonstration makes from the published figures."""


@dataclass(frozen=True)
class Imported:
    """What an import put in place."""

    answer_count: int
    body_count: int
    new_body_count: int
    judgement_count: int


def replace(
    round_: Round,
    returns: IO[bytes],
    *,
    by: people.Person | handling.System,
    judgements: IO[bytes] | None = None,
    name: str = "returns.csv",
    judgements_name: str = "judgements.csv",
    tell: Callable[[str], None] = lambda _line: None,
) -> Imported:
    """Put the answers of a CSV file, and stages when given, in place of a round's draft.

    In planning and in a reconstruction the bodies and cohorts that the file names are made; a
    running round takes only its own. Raises :class:`staging.ImportRefused` with every fault, and
    Refused when the round takes no file.
    """
    handling.require(rules.may_import_round(round_, by))
    source = staging.Source(returns, name=name)
    with transaction.atomic(), connection.cursor() as cursor:
        _hold(cursor, round_)
        answer_count = staging.copy_in(cursor, _STAGED, source, ANSWERS)
        tell(f"{answer_count:,} rows read")
        questions = rules.Questions(round_)
        _stage_allowed(cursor, questions)
        bodies = imported_bodies.stage(cursor, round_, _STAGED)
        _judge(cursor, round_, questions, bodies, name=name)
        if rules.is_live(round_):
            _merge(cursor, round_, by=by)
        else:
            imported_bodies.make(cursor, round_, by=by)
            _put_in_place(cursor, round_, name=name)
        tell(f"{answer_count:,} answers of {bodies.count:,} bodies in place")
        facts = {"file": name, "sha256": source.sha256, "answers": answer_count}
        audit.note("returns imported", round_, by=by, bodies=bodies.count, **facts)
        stage_count = 0
        if judgements is not None:
            stages = staging.Source(judgements, name=judgements_name)
            stage_count = imported_judgements.replace(cursor, round_, stages, by=by)
            tell(f"{stage_count:,} judgements in place")
    return Imported(answer_count, bodies.count, bodies.new_count, stage_count)


def _hold(cursor: CursorWrapper, round_: Round) -> None:
    """Hold the round and its returns, so that none is submitted or imported at the same time."""
    cursor.execute(
        "SELECT FROM inspection_round WHERE record_id = %s FOR NO KEY UPDATE", [round_.pk]
    )
    held = Return.objects.filter(subject__round=round_).exclude(state=Return.State.OPEN)
    cursor.execute(
        "SELECT FROM inspection_return r JOIN inspection_subject s ON s.id = r.subject_id"
        " WHERE s.round_id = %s FOR NO KEY UPDATE OF r",
        [round_.pk],
    )
    submitted = list(held.values_list("subject__name", flat=True))
    handling.require(rules.may_replace(round_, submitted=submitted))


def _stage_allowed(cursor: CursorWrapper, questions: rules.Questions) -> None:
    """Stage every allowed triple of cohort, finding and answer; there are a few hundred."""
    cursor.execute("DROP TABLE IF EXISTS pg_temp.staged_allowed")
    cursor.execute(
        'CREATE TEMPORARY TABLE staged_allowed (cohort text COLLATE "C", finding_id text COLLATE'
        ' "C", answer text COLLATE "C", finding_pk bigint) ON COMMIT DROP'
    )
    with cursor.copy("COPY staged_allowed FROM STDIN") as copy:
        for row in questions.allowed():
            copy.write_row(row)
    cursor.execute("ANALYZE staged_allowed")


_NOT_ALLOWED = """
    NOT EXISTS (SELECT FROM staged_allowed a WHERE a.cohort = s.cohort
    AND a.finding_id = s.finding_id AND a.answer = s.answer)
"""
_OF_WRONG_BODY = "s.force IN (SELECT code FROM staged_bodies WHERE is_wrong)"


def _judge(
    cursor: CursorWrapper,
    round_: Round,
    questions: rules.Questions,
    bodies: imported_bodies.Staged,
    *,
    name: str,
) -> None:
    """Refuse the file when a cell or a repeated row is wrong, with a sentence for each."""
    found, is_live = staging.Faults(), rules.is_live(round_)
    wrong = staging.find(
        cursor,
        _STAGED,
        f"{_OF_WRONG_BODY} OR {_NOT_ALLOWED}" if bodies.wrong_count else _NOT_ALLOWED,
        columns="s.force, b.is_new, b.placed, s.cohort, s.finding_id, s.answer",
        beside="JOIN staged_bodies b ON b.code = s.force",
    )
    known = list(round_.subjects.values_list("code", flat=True)) if bodies.wrong_count else []
    for row, force, is_new, placed, *cells in wrong:
        if rules.wrong_force(force):
            found.add(row, "force", partial(rules.wrong_force, force))
        elif is_live and is_new:
            found.add(row, "force", partial(rules.unknown_force, force, known))
        elif is_live and cells[0] != (placed or ""):
            told = partial(rules.other_cohort, force, found=cells[0], placed=placed or "")
            found.add(row, "cohort", told)
            cells[0] = placed or ""
        for column in questions.wrong_columns(*cells):
            found.add(row, column, partial(questions.sentence, column, *cells))
    if not is_live:
        found.add_all(imported_bodies.in_two_cohorts(cursor, _STAGED, cohorts=questions.cohorts))
    if found.count or is_live:
        found.add_all(staging.repeats(cursor, _STAGED, "force", "finding_id"))
    found.refuse(name)


_GIVEN = """
    SELECT b.return_id AS submission_id, a.finding_pk AS finding_id, b.label_id,
        s.answer AS value
    FROM staged_answers s
    JOIN staged_bodies b ON b.code = s.force
    JOIN staged_allowed a
        ON a.cohort = s.cohort AND a.finding_id = s.finding_id AND a.answer = s.answer
"""
_OF_ROUND = """
    submission_id IN (SELECT r.record_id FROM inspection_return r
    JOIN inspection_subject b ON b.id = r.subject_id WHERE b.round_id = %(round)s)
"""


def _put_in_place(cursor: CursorWrapper, round_: Round, *, name: str) -> None:
    """Replace every answer; versions go on counting, so that an open form cannot overwrite one.

    Rows that repeat each other break the answers' unique index; only then are they looked for.
    """
    draft = {"round": round_.pk}
    cursor.execute(
        f"SELECT coalesce(max(version), 0) + 1 FROM inspection_answer WHERE {_OF_ROUND}", draft
    )
    (version,) = cursor.fetchone()
    if version > 1:
        cursor.execute(f"DELETE FROM inspection_answer WHERE {_OF_ROUND}", draft)
    imported_bodies.drop_unnamed(cursor, round_, name=name)
    try:
        with transaction.atomic():
            cursor.execute(
                "INSERT INTO inspection_answer (submission_id, finding_id, label_id, value,"
                " comment, version, evidence_count)"
                f" SELECT submission_id, finding_id, label_id, value, '', %(version)s, 0"
                f" FROM ({_GIVEN}) AS given",
                {"version": version},
            )
    except IntegrityError:
        repeated = staging.repeats(cursor, _STAGED, "force", "finding_id")
        if not repeated:
            raise
        raise staging.ImportRefused(name, repeated, count=len(repeated)) from None


def _merge(cursor: CursorWrapper, round_: Round, *, by: handling.Reader) -> None:
    """Put answers into the open returns of a running round: comments stay, versions are kept.

    An answer that the file does not give is emptied.
    """
    keep = (
        " INSERT INTO inspection_answerversion (label_id, submission_id, finding_id, number, value,"
        " comment, saved_by) SELECT label_id, submission_id, finding_id, version, value, comment,"
        " %(by)s FROM changed"
    )
    cursor.execute(
        f"WITH given AS ({_GIVEN}), changed AS (UPDATE inspection_answer a SET value = '',"
        f" version = version + 1 WHERE {_OF_ROUND} AND value <> '' AND NOT EXISTS (SELECT FROM"
        " given g WHERE g.submission_id = a.submission_id AND g.finding_id = a.finding_id"
        " AND g.value <> '') RETURNING a.*)" + keep,
        {"round": round_.pk, "by": by.reader},
    )
    cursor.execute(
        f"WITH changed AS (INSERT INTO inspection_answer AS a (submission_id, finding_id, label_id,"
        " value, comment, version, evidence_count) SELECT submission_id, finding_id, label_id,"
        f" value, '', 1, 0 FROM ({_GIVEN}) AS given WHERE value <> ''"
        " ON CONFLICT (submission_id, finding_id) DO UPDATE SET value = excluded.value,"
        " version = a.version + 1 WHERE a.value <> excluded.value RETURNING a.*)" + keep,
        {"by": by.reader},
    )


def load_reconstruction(
    *, by: handling.System, tell: Callable[[str], None] = lambda _line: None
) -> Round:
    """Make the round of the 2009 inspection from the library, as the commands would.

    What is there already stays. Call it in a transaction of ``by``.
    """
    folder = frameworks.LIBRARY / "reconstruction" / RECONSTRUCTED
    found = Round.objects.filter(slug=RECONSTRUCTED).first() or _start_reconstruction(by=by)
    if Return.objects.filter(subject__round=found).exists():
        tell(f"{RECONSTRUCTED} is in place already")
        return found
    files = (folder / "returns.csv", folder / "judgements.csv")
    with files[0].open("rb") as answers, files[1].open("rb") as stages:
        replace(found, answers, judgements=stages, by=by, tell=tell)
    return found


def _start_reconstruction(*, by: handling.System) -> Round:
    """The round over the days on which its framework was used, seen by every inspector."""
    framework = frameworks.pack("inspection-2009@1.0")
    began = datetime.date.fromisoformat(framework.body["used"]["began"])
    owner = people.Organisation.objects.filter(kind="inspectorate").earliest("id")
    made = rounds.create(
        slug=RECONSTRUCTED,
        framework=framework,
        title="The 2009 inspection, reconstructed",
        owner=owner,
        starts_on=began,
        by=by,
        is_reconstruction=True,
        terms="To show how the printed figures of 2009 are made from answers.",
        method="Answers were drawn by lot so that they add up to the published totals.",
    )
    for membership in people.Membership.objects.on().filter(organisation=owner):
        if "round.inspect" in membership.role.may:
            rounds.add_member(made, membership.person, by=by)
    return made
