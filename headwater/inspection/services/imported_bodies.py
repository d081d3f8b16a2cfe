"""The bodies that a file of answers names: found, judged, and made where the round takes new ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, ProgrammingError, transaction
from django.db.backends.utils import CursorWrapper

from headwater.govuk import sheets
from headwater.inspection.models import Return, Round
from headwater.inspection.rules import imports as rules
from headwater.inspection.services import staging
from headwater.kernel import handling, people


@dataclass(frozen=True)
class Staged:
    """The bodies of a file, in the temporary table ``staged_bodies``.

    ``wrong_count`` says how many of them cannot be taken as the file has them.
    """

    count: int
    new_count: int
    wrong_count: int


def stage(cursor: CursorWrapper, round_: Round, table: str) -> Staged:
    """List the bodies of a staged file beside what the round knows of them."""
    cursor.execute("DROP TABLE IF EXISTS pg_temp.staged_bodies")
    cursor.execute(
        "CREATE TEMPORARY TABLE staged_bodies ON COMMIT DROP AS"
        " SELECT f.code, f.cohort, f.other_cohort, b.id AS subject_id, b.id IS NULL AS is_new,"
        " r.record_id AS return_id, r.label_id, coalesce(b.organisation_id, o.id) AS"
        " organisation_id, i.code AS placed, f.code !~ %(shape)s OR %(live)s AND"
        " (b.id IS NULL OR f.cohort <> coalesce(i.code, '') OR f.other_cohort <> f.cohort)"
        " AS is_wrong FROM ("
        f"   SELECT force AS code, min(cohort) AS cohort, max(cohort) AS other_cohort FROM {table}"
        "   GROUP BY force) f"
        " LEFT JOIN inspection_subject b ON b.round_id = %(round)s AND b.code = f.code"
        " LEFT JOIN inspection_return r ON r.subject_id = b.id"
        " LEFT JOIN kernel_organisation o ON o.code = f.code AND NOT %(anonymous)s"
        " LEFT JOIN inspection_cohortmembership m ON m.subject_id = b.id AND m.period @> %(on)s"
        " LEFT JOIN kernel_item i ON i.id = m.cohort_id",
        {
            "round": round_.pk,
            "anonymous": round_.is_reconstruction,
            "on": round_.cohorts_on,
            "shape": rules.FORCE,
            "live": rules.is_live(round_),
        },
    )
    cursor.execute("ANALYZE staged_bodies")
    cursor.execute(
        "SELECT count(*), count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE is_wrong)"
        " FROM staged_bodies"
    )
    return Staged(*cursor.fetchone())


def in_two_cohorts(
    cursor: CursorWrapper, table: str, *, cohorts: Sequence[str]
) -> list[sheets.Fault]:
    """A fault for each body that the file puts into two of the framework's cohorts."""
    cursor.execute(
        "SELECT min(s.row), b.code, b.cohort, b.other_cohort FROM staged_bodies b JOIN (SELECT"
        f" row_number() OVER () + 1 AS row, force FROM {table}) s ON s.force = b.code"
        " WHERE b.cohort <> b.other_cohort AND ARRAY[b.cohort, b.other_cohort] <@ %s::text[]"
        " GROUP BY b.code, b.cohort, b.other_cohort ORDER BY 1",
        [list(cohorts)],
    )
    return [
        sheets.Fault(rules.two_cohorts(code, first, second), row, "cohort")
        for row, code, first, second in cursor.fetchall()
    ]


def make(cursor: CursorWrapper, round_: Round, *, by: handling.Reader) -> None:
    """Make subjects, cohort memberships and returns of the staged bodies that lack them."""
    _label(cursor, round_)
    given = {
        "round": round_.pk,
        "label": round_.label_id,
        "owner": round_.record.owner_id,
        "area": round_.record.area_id,
        "ends": round_.record.ends_on,
        "starts": min(round_.starts_on, round_.cohorts_on),
        "kind": Return.KIND,
        "purpose": Return.PURPOSE,
        "by": by.reader,
        "pack": round_.framework_id,
    }
    for statement in _MAKE:
        cursor.execute(statement, given)
    cursor.execute("ANALYZE staged_bodies")


def _label(cursor: CursorWrapper, round_: Round) -> None:
    """Give each body the label of its return: its organisation, when it is one, and the team."""
    cursor.execute(
        "SELECT DISTINCT organisation_id FROM staged_bodies"
        " WHERE return_id IS NULL AND organisation_id IS NOT NULL"
    )
    bodies = people.Organisation.objects.in_bulk([key for (key,) in cursor.fetchall()])
    for organisation in (None, *bodies.values()):
        label = handling.Label.intern(organisation=organisation, team=round_.team)
        cursor.execute(
            "UPDATE staged_bodies SET label_id = %s, return_id = nextval(pg_get_serial_sequence('kernel_record', 'id')),"
            " subject_id = coalesce(subject_id,"
            " nextval(pg_get_serial_sequence('inspection_subject', 'id')))"
            " WHERE return_id IS NULL AND organisation_id IS NOT DISTINCT FROM %s",
            [label.pk, organisation.pk if organisation else None],
        )


_MAKE = (
    "INSERT INTO inspection_subject (id, label_id, reference, round_id, code, name,"
    " organisation_id) SELECT b.subject_id, %(label)s, hw.new_reference(), %(round)s, b.code,"
    " coalesce(o.name, b.code), b.organisation_id FROM staged_bodies b"
    " LEFT JOIN kernel_organisation o ON o.id = b.organisation_id WHERE b.is_new",
    "INSERT INTO kernel_record (id, reference, version, kind, title, area_id, owner_id, label_id,"
    " purpose, ends_on, created_at, created_by) SELECT b.return_id, hw.new_reference(), 1,"
    " %(kind)s, 'Return of ' || coalesce(o.name, b.code), coalesce(o.area_id, %(area)s),"
    " coalesce(o.id, %(owner)s), b.label_id, %(purpose)s, %(ends)s, now(), %(by)s"
    " FROM staged_bodies b LEFT JOIN kernel_organisation o ON o.id = b.organisation_id"
    " WHERE NOT EXISTS (SELECT FROM inspection_return r WHERE r.record_id = b.return_id)",
    "INSERT INTO inspection_return (record_id, label_id, subject_id, state, submitted_by)"
    " SELECT b.return_id, b.label_id, b.subject_id, 'open', '' FROM staged_bodies b"
    " WHERE NOT EXISTS (SELECT FROM inspection_return r WHERE r.record_id = b.return_id)",
    "DELETE FROM inspection_cohortmembership m USING staged_bodies b"
    " WHERE m.subject_id = b.subject_id AND b.placed <> b.cohort",
    "INSERT INTO inspection_cohortmembership (label_id, subject_id, cohort_id, period, reason)"
    " SELECT %(label)s, b.subject_id, i.id, daterange(%(starts)s, NULL), '' FROM staged_bodies b"
    " JOIN kernel_item i ON i.pack_id = %(pack)s AND i.kind = 'cohort' AND i.code = b.cohort"
    " WHERE b.placed IS DISTINCT FROM b.cohort",
)


def drop_unnamed(cursor: CursorWrapper, round_: Round, *, name: str) -> None:
    """Take out bodies of the old draft that the new one does not name.

    Raises ImportRefused for those that have more to them than a draft, such as a visit.
    """
    cursor.execute(
        "SELECT b.id, b.code, r.record_id FROM inspection_subject b"
        " LEFT JOIN inspection_return r ON r.subject_id = b.id WHERE b.round_id = %s AND NOT EXISTS"
        " (SELECT FROM staged_bodies s WHERE s.subject_id = b.id)",
        [round_.pk],
    )
    unnamed = cursor.fetchall()
    subjects, records = [row[0] for row in unnamed], [row[2] for row in unnamed if row[2]]
    try:
        with transaction.atomic():
            for statement in _DROP if unnamed else ():
                cursor.execute(statement, {"subjects": subjects, "records": records})
    except (IntegrityError, ProgrammingError) as error:
        faults = [
            sheets.Fault(
                f'"{code}" is a body of this round with work on it, and the file does not name it. '
                "Add its rows."
            )
            for code in sorted(row[1] for row in unnamed)
        ]
        raise staging.ImportRefused(name, faults, count=len(faults)) from error


_DROP = (
    "DELETE FROM inspection_judgement WHERE subject_id = ANY(%(subjects)s)",
    "DELETE FROM inspection_return WHERE record_id = ANY(%(records)s)",
    "DELETE FROM kernel_record WHERE id = ANY(%(records)s)",
    "DELETE FROM inspection_cohortmembership WHERE subject_id = ANY(%(subjects)s)",
    "DELETE FROM inspection_subject WHERE id = ANY(%(subjects)s)",
)
