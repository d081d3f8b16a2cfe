"""Answers as files that can be filled in elsewhere and sent back without loss."""

from collections.abc import Iterator, Sequence

from headwater.govuk import sheets
from headwater.inspection.models import Answer, Return, Round
from headwater.inspection.rules import reconstruction
from headwater.inspection.services import completeness, returns
from headwater.kernel import handling

ROUND_HEADER = ("force", "cohort", "finding_id", "answer")
RETURN_HEADER = ("finding_id", "answer", "comment", "version")
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


def of_round(round_: Round, *, to: handling.Reader, kind: str) -> bytes:
    """Every answer of the returns that ``to`` may see, in the columns of the import.

    A question of a running round without an answer has a row whose answer is empty.
    """
    return _written(ROUND_HEADER, list(_round_rows(round_, to=to)), round_, kind=kind)


def _round_rows(round_: Round, *, to: handling.Reader) -> Iterator[Sequence[sheets.Cell]]:
    findings = list(round_.framework.of_kind("finding"))
    found = list(completeness.of_round(round_, to=to))
    given = Answer.objects.filter(submission__in=[submission.pk for submission in found])
    values = {
        (submission, finding): value
        for submission, finding, value in given.values_list("submission", "finding", "value")
    }
    for submission in found:
        for finding in findings:
            value = values.get((submission.pk, finding.pk))
            asked_of = finding.body.get("asked_of") or []
            is_asked = not asked_of or submission.cohort_code in asked_of  # type: ignore[attr-defined]
            is_open = not round_.is_reconstruction and is_asked and not finding.is_historical
            if value is not None or is_open:
                code = submission.cohort_code  # type: ignore[attr-defined]
                yield submission.subject.code, code, finding.code, value or None


def of_return(submission: Return, *, kind: str) -> bytes:
    """The questions of one return with its answers, comments and their versions."""
    answers = {a.finding_id: a for a in Answer.objects.filter(submission=submission)}
    rows: list[Sequence[sheets.Cell]] = []
    for finding in returns.asked(submission):
        answer = answers.get(finding.pk)
        rows.append(
            (finding.code, answer.value or None, answer.comment or None, answer.version)
            if answer
            else (finding.code, None, None, 0)
        )
    return _written(RETURN_HEADER, rows, submission.subject.round, kind=kind)


def _written(
    header: Sequence[str], rows: Sequence[Sequence[sheets.Cell]], round_: Round, *, kind: str
) -> bytes:
    warning = reconstruction.note_for(round_)
    if kind == "csv":
        return sheets.write_csv(header, rows, notes=[warning] if warning else [])
    notes = sheets.Notes(
        title=round_.title,
        source=f"Framework {round_.framework}",
        rounding="Nothing is rounded: these are answers, not figures.",
        more=[warning] if warning else [],
    )
    sheet = sheets.Sheet("Answers", header, rows)
    write = sheets.write_xlsx if kind == "xlsx" else sheets.write_ods
    return write([sheet], notes=notes)
