"""The full set of tables against one bare GROUP BY over the same rows."""

import psycopg
from django.db import connection, connections

from bench import clock, findings, world
from headwater.inspection import figures
from headwater.inspection.models import Round
from headwater.kernel import handling

BARE = """
    SELECT a.finding_id, m.cohort_id, a.value, count(*)
    FROM inspection_answer a
    JOIN inspection_return r ON r.record_id = a.submission_id
    JOIN inspection_subject s ON s.id = r.subject_id
    JOIN inspection_cohortmembership m ON m.subject_id = s.id
    WHERE s.round_id = %s
    GROUP BY a.finding_id, m.cohort_id, a.value
"""
AIM = 1.5


def measure(slug: str, what: str, *, turns: int) -> list[findings.Row]:
    """Table set and bare query as the web role under row security; the query without it beside."""
    reader = world.lead() if slug == "hmic-2009" else world.PURPOSE
    with handling.acting(reader):
        round_ = Round.objects.select_related("record", "framework", "team").get(slug=slug)
    with _superuser() as unprotected:
        taken = clock.medians(
            {
                "tables": lambda: _tables(round_, reader),
                "bare": lambda: _bare(round_, reader),
                "unprotected": lambda: unprotected.execute(BARE, [round_.pk]).fetchall(),
            },
            turns=turns,
        )
    return [
        findings.ratio(
            f"full table set, {what}",
            taken["tables"],
            "bare GROUP BY under row security",
            taken["bare"],
            aim=AIM,
        ),
        findings.Row(
            f"the same beside a superuser's GROUP BY, {what}",
            findings.time(taken["tables"]),
            f"no row security {findings.time(taken['unprotected'])}",
            f"{taken['tables'] / taken['unprotected']:.2f} ×",
        ),
    ]


def _tables(round_: Round, reader: handling.Reader) -> None:
    with handling.acting(reader):
        figures.take(round_)


def _bare(round_: Round, reader: handling.Reader) -> None:
    with handling.acting(reader), connection.cursor() as cursor:
        cursor.execute(BARE, [round_.pk])
        cursor.fetchall()


def _superuser() -> psycopg.Connection[tuple[object, ...]]:
    """The embedded server's superuser, for whom row security does not count."""
    place = connections["owner"].settings_dict
    return psycopg.connect(
        host=place["HOST"], port=place["PORT"], user="postgres", dbname=place["NAME"],
        autocommit=True,
    )  # fmt: skip
