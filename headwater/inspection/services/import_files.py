"""Files sent through pages: read, rehearsed, shown to their sender, and only then put in place.

CSV, XLSX and ODS alike, for a whole round or for one return. What is shown is what the import
itself says when it is tried and taken back, so a preview can promise nothing that it cannot keep.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import IO

from django.db import transaction
from django.db.models.functions import Now

from headwater.govuk import sheets
from headwater.inspection.models import Answer, Import, Return, Round
from headwater.inspection.rules import imports as rules
from headwater.inspection.services import exports, imports, returns, staging
from headwater.kernel import audit, handling, people

COMMENT_LENGTH = 8_000
SHOWN = 100
"""The most faults that a page shows one by one."""
RETURN_COLUMNS = (
    sheets.Column("finding_id"),
    sheets.Column("answer", required=False),
    sheets.Column("comment", required=False, max_length=COMMENT_LENGTH),
    sheets.Column("version", required=False, kind=sheets.Kind.WHOLE, may_be_absent=True),
)


@dataclass
class Preview:
    """What a file would do. ``waiting`` is there only when nothing is wrong with it."""

    file_name: str
    row_count: int = 0
    faults: Sequence[sheets.Fault] = ()
    fault_count: int = 0
    notices: list[str] = field(default_factory=list)
    waiting: Import | None = None


class _Rehearsed(Exception):
    """Takes a rehearsal back."""


def offer_round(round_: Round, data: IO[bytes], *, file_name: str, by: people.Person) -> Preview:
    """Read a file for a whole round and try it; keep it for its sender when all is well."""
    handling.require(rules.may_import_round(round_, by))
    reading = sheets.read(
        data, filename=file_name, columns=imports.ANSWERS, keys=("force", "finding_id")
    )
    preview = _preview(reading, file_name)
    rows = _every(reading)
    if not rows:
        return preview
    content = _as_csv([column.name for column in imports.ANSWERS], rows)
    try:
        with transaction.atomic():
            imports.replace(round_, io.BytesIO(content), by=by, name=file_name)
            raise _Rehearsed
    except staging.ImportRefused as refused:
        found = _new(reading, [_renumbered(fault, rows) for fault in refused.faults])
        _tell(preview, [*reading.faults, *found])
        preview.fault_count += refused.count - len(refused.faults)
    except _Rehearsed:
        if reading.is_clean:
            preview.waiting = _keep(round_, None, preview, content=content, by=by)
    return preview


def _every(reading: sheets.Reading) -> list[sheets.Row]:
    """The rows of a file in order, with what could be read of the broken ones."""
    return sorted([*reading.rows, *reading.broken], key=lambda row: row.number)


def _new(reading: sheets.Reading, faults: Sequence[sheets.Fault]) -> list[sheets.Fault]:
    """The faults of cells about which reading the file said nothing yet.

    What is said of whole rows and files is left out when some rows could not be read.
    """
    told = {(fault.row, fault.column) for fault in reading.faults}
    return [
        fault
        for fault in faults
        if (fault.column or reading.is_clean) and (fault.row, fault.column) not in told
    ]


def offer_return(
    submission: Return, data: IO[bytes], *, file_name: str, by: people.Person
) -> Preview:
    """Read a file for one return and try it; keep it for its sender when all is well."""
    handling.require(rules.may_import_return(submission, by))
    reading = sheets.read(data, filename=file_name, columns=RETURN_COLUMNS, keys=("finding_id",))
    preview = _preview(reading, file_name)
    found = _new(reading, _judge(submission, _every(reading)))
    _tell(preview, [*reading.faults, *found])
    if not preview.faults and reading.rows:
        content = _as_csv(exports.RETURN_HEADER, reading.rows)
        round_ = submission.subject.round
        preview.waiting = _keep(round_, submission, preview, content=content, by=by)
    return preview


def _preview(reading: sheets.Reading, file_name: str) -> Preview:
    preview = Preview(
        file_name=file_name[:200], row_count=len(reading.rows), notices=reading.notices
    )
    _tell(preview, reading.faults)
    return preview


def _tell(preview: Preview, faults: Sequence[sheets.Fault]) -> None:
    """Show the first faults in the file's order; all are counted."""
    in_order = sorted(faults, key=lambda fault: fault.row or 0)
    preview.faults, preview.fault_count = in_order[:SHOWN], len(faults)


def _renumbered(fault: sheets.Fault, rows: Sequence[sheets.Row]) -> sheets.Fault:
    """The fault at the row's number in the sender's file, where blank rows count."""
    if fault.row is None or not 2 <= fault.row < len(rows) + 2:
        return fault
    row = rows[fault.row - 2]
    value = row.values.get(fault.column or "")
    return sheets.Fault(fault.sentence, row.number, fault.column, None, _shown(value))


def _shown(value: object) -> str:
    return rules.shown(str(value)) if value is not None else ""


def _as_csv(names: Sequence[str], rows: Sequence[sheets.Row]) -> bytes:
    return sheets.write_csv(names, ([row.values.get(name) for name in names] for row in rows))


def _keep(
    round_: Round,
    submission: Return | None,
    preview: Preview,
    *,
    content: bytes,
    by: people.Person,
) -> Import:
    return Import.objects.create(
        label=handling.Label.intern(person=by),
        round=round_,
        submission=submission,
        file_name=preview.file_name,
        content=content,
        row_count=preview.row_count,
        sent_by=by,
    )


def _judge(submission: Return, rows: Sequence[sheets.Row]) -> list[sheets.Fault]:
    """What is wrong with the cells of one return's file, its versions among them."""
    questions = rules.Questions(submission.subject.round)
    questions.takes_blank = True
    cohort = returns.cohort_of(submission.subject)
    versions = dict(
        Answer.objects.filter(submission=submission).values_list("finding__code", "version")
    )
    faults = []
    for row in rows:
        code, answer = str(row.values["finding_id"]), str(row.values["answer"] or "")
        wrong = questions.wrong_columns(cohort, code, answer)
        for column in wrong:
            words = questions.sentence(column, cohort, code, answer)
            shown = _shown(row.values.get(column))
            faults.append(sheets.Fault(words, row.number, column, None, shown))
        given, stored = row.values["version"], versions.get(code, 0)
        if "finding_id" not in wrong and given is not None and given != stored:
            words = rules.other_version(code, given=int(str(given)), stored=stored)
            faults.append(sheets.Fault(words, row.number, "version", None, str(given)))
    return faults


def fetch(reference: str, *, by: people.Person) -> Import:
    """A file that waits for its sender; raises NotSeen for anybody else."""
    found = Import.objects.filter(reference=reference, sent_by=by)
    waiting = found.select_related(
        "round__framework", "round__record", "submission__record"
    ).first()
    if waiting is None:
        raise handling.NotSeen(reference)
    return waiting


@transaction.atomic
def take(waiting: Import, *, by: people.Person) -> int:
    """Put a file in place that was shown to its sender; return how many rows it had.

    Raises ImportRefused when the round changed since, so that it does not fit any more; it then
    still waits. Raises Refused when it was imported already or an answer was saved at the same moment.
    """
    if not Import.objects.filter(pk=waiting.pk, taken_at=None).update(taken_at=Now()):
        raise handling.Refused("This file has been imported already.")
    content = io.BytesIO(bytes(waiting.content))
    if waiting.submission is None:
        imports.replace(waiting.round, content, by=by, name=waiting.file_name)
    else:
        submission = returns.fetch(waiting.submission.reference, by=by)
        try:
            _take_return(submission, content, name=waiting.file_name, by=by)
        except handling.Conflict as crossed:
            raise handling.Refused(
                "Somebody saved an answer while the file was going in, so nothing was imported. "
                "Send the file again."
            ) from crossed
    Import.objects.filter(pk=waiting.pk).update(content=b"")
    return waiting.row_count


def refused_again(waiting: Import, refused: staging.ImportRefused) -> Preview:
    """What to show of a file that was sound when it was sent and does not fit any more."""
    preview = Preview(file_name=waiting.file_name, row_count=waiting.row_count)
    _tell(preview, refused.faults)
    preview.fault_count = refused.count
    return preview


def _take_return(submission: Return, content: IO[bytes], *, name: str, by: people.Person) -> None:
    """Save the answers that differ, each as a version of its own."""
    rows = sheets.read(content, filename="answers.csv", columns=RETURN_COLUMNS).rows
    if faults := _judge(submission, rows):
        raise staging.ImportRefused(name, faults, count=len(faults))
    findings = {finding.code: finding for finding in returns.asked(submission)}
    stored = {a.finding_id: a for a in Answer.objects.filter(submission=submission)}
    changed = 0
    for row in rows:
        finding = findings.get(str(row.values["finding_id"]))
        if finding is None:
            continue
        before = stored.get(finding.pk)
        value, comment = str(row.values["answer"] or ""), str(row.values["comment"] or "")
        if (before.value, before.comment) != (value, comment) if before else value or comment:
            changed += 1
            returns.save_answer(
                submission,
                finding,
                value=value,
                comment=comment,
                version=before.version if before else 0,
                by=by,
            )
    audit.note("answers imported", submission, by=by, file=name, changed=changed)
