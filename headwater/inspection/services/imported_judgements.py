"""Stages of a whole round from a file, in place of those that an earlier file brought in."""

from collections.abc import Iterator
from functools import partial

from django.db.backends.utils import CursorWrapper

from headwater.govuk import sheets
from headwater.inspection.models import Round
from headwater.inspection.rules import imports as rules
from headwater.inspection.services import staging
from headwater.kernel import audit, handling

STAGES = tuple(
    sheets.Column(name, required=False) for name in ("force", "cohort", "capability", "stage")
)
_STAGED = "staged_judgements"
_CELLS = "s.force, s.cohort, s.capability, s.stage"


def replace(
    cursor: CursorWrapper, round_: Round, source: staging.Source, *, by: handling.Reader
) -> int:
    """Put the judgements of a CSV file in place of a round's imported ones; return how many.

    ``overall`` as capability is the judgement of the body as a whole. Raises ImportRefused with
    every fault; a judgement that inspectors settled with a reason is never replaced by a file.
    """
    count = staging.copy_in(cursor, _STAGED, source, STAGES)
    stages = rules.Stages(round_)
    _stage_codes(cursor, stages)
    _judge(cursor, round_, stages, name=source.name)
    cursor.execute(
        "DELETE FROM inspection_judgement j WHERE round_id = %s AND reason = ''"
        " AND NOT EXISTS (SELECT FROM inspection_judgement n WHERE n.replaces_id = j.id)",
        [round_.pk],
    )
    cursor.execute(
        "INSERT INTO inspection_judgement (reference, label_id, round_id, subject_id,"
        " capability_id, stage_id, narrative, reason, settled_by, is_current)"
        " SELECT hw.new_reference(), %(label)s, %(round)s, b.id, c.pk, t.pk, '', '', %(by)s, true"
        f" FROM {_STAGED} s"
        " JOIN inspection_subject b ON b.round_id = %(round)s AND b.code = s.force"
        " JOIN staged_codes c ON c.kind = 'capability' AND c.code = s.capability"
        " JOIN staged_codes t ON t.kind = 'stage' AND t.code = s.stage",
        {"label": round_.label_id, "round": round_.pk, "by": by.reader},
    )
    facts = {"file": source.name, "sha256": source.sha256}
    audit.note("judgements imported", round_, by=by, judgements=count, **facts)
    return count


def _stage_codes(cursor: CursorWrapper, stages: rules.Stages) -> None:
    cursor.execute("DROP TABLE IF EXISTS pg_temp.staged_codes")
    cursor.execute(
        'CREATE TEMPORARY TABLE staged_codes (kind text, code text COLLATE "C", pk bigint)'
        " ON COMMIT DROP"
    )
    with cursor.copy("COPY staged_codes FROM STDIN") as copy:
        for code, key in {**stages.capabilities, rules.OVERALL: None}.items():
            copy.write_row(("capability", code, key))
        for code, key in stages.stages.items():
            copy.write_row(("stage", code, key))


_WRONG = """
    (NOT EXISTS (SELECT FROM staged_codes c WHERE c.kind = 'capability' AND c.code = s.capability)
    OR NOT EXISTS (SELECT FROM staged_codes c WHERE c.kind = 'stage' AND c.code = s.stage)
    OR NOT EXISTS (
        SELECT FROM inspection_subject b
        LEFT JOIN inspection_cohortmembership m ON m.subject_id = b.id AND m.period @> {on}
        LEFT JOIN kernel_item i ON i.id = m.cohort_id
        WHERE b.round_id = {round} AND b.code = s.force AND coalesce(i.code, '') = s.cohort))
"""
_SETTLED = """
    EXISTS (SELECT FROM inspection_judgement j JOIN inspection_subject b ON b.id = j.subject_id
    LEFT JOIN kernel_item i ON i.id = j.capability_id
    WHERE j.round_id = {round} AND j.is_current AND j.reason <> '' AND b.code = s.force
    AND coalesce(i.code, 'overall') = s.capability)
"""


def _judge(cursor: CursorWrapper, round_: Round, stages: rules.Stages, *, name: str) -> None:
    """Refuse the file when a cell or a repeated row is wrong, with every sentence."""
    given = {"round": round_.pk, "on": f"date '{round_.cohorts_on.isoformat()}'"}
    found, placed = staging.Faults(), _placed(cursor, round_)
    for row, *cells in staging.find(cursor, _STAGED, _WRONG.format(**given), columns=_CELLS):
        for column, sentence in _wrong_cells(stages, placed, *cells):
            found.add(row, column, partial(str, sentence))
    for row, force, _, capability, _ in staging.find(
        cursor, _STAGED, _SETTLED.format(**given), columns=_CELLS
    ):
        found.add(row, "stage", partial(rules.settled, force, capability))
    found.add_all(staging.repeats(cursor, _STAGED, "force", "capability"))
    found.refuse(name)


def _placed(cursor: CursorWrapper, round_: Round) -> dict[str, str]:
    """The cohort of each body of the round."""
    cursor.execute(
        "SELECT b.code, coalesce(i.code, '') FROM inspection_subject b"
        " LEFT JOIN inspection_cohortmembership m ON m.subject_id = b.id AND m.period @> %s"
        " LEFT JOIN kernel_item i ON i.id = m.cohort_id WHERE b.round_id = %s",
        [round_.cohorts_on, round_.pk],
    )
    return dict(cursor.fetchall())


def _wrong_cells(
    stages: rules.Stages, placed: dict[str, str], force: str, cohort: str, *rest: str
) -> Iterator[tuple[str, str]]:
    if sentence := rules.wrong_force(force):
        yield "force", sentence
    elif force not in placed:
        yield "force", rules.unknown_force(force, placed.keys())
    elif cohort != placed[force]:
        yield "cohort", rules.other_cohort(force, found=cohort, placed=placed[force])
        cohort = placed[force]
    yield from stages.wrong_cells(cohort, *rest)
