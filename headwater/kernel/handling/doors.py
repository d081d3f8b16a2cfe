"""The doors: the only ways to read and to make records."""

import datetime
from typing import Any

from django.db import models

from headwater.kernel import audit, people
from headwater.kernel.handling import context, verdicts
from headwater.kernel.handling.records import Label, Record, Rooted, Versioned


class NotSeen(Exception):
    """There is no such record for this reader; pages answer 404, whether it exists or not."""


def visible[M: Rooted](model: type[M], *, to: context.Reader) -> models.QuerySet[M]:
    """The rows of a root noun that ``to`` may see, each with its record.

    A list that shows more of a row, such as its owner, selects that itself. The database decides;
    ``to`` must be the reader of the present transaction, so that a list can never be drawn in
    another's name.
    """
    present = context.present_reader()
    if present is None or present.reader != to.reader:
        raise ValueError("Rows can be listed only in the name of the transaction's reader.")
    return model._default_manager.select_related("record")


def fetch[M: Rooted](
    model: type[M],
    reference: str,
    *,
    by: context.Reader,
    reason: str = "",
    related: tuple[str, ...] = (),
    **also: models.Expression,
) -> M:
    """One record by its reference; the read is noted when the record is marked.

    ``related`` names what is read with it in the same query, and ``also`` what is worked out there.
    Raises :class:`NotSeen` when it does not exist or ``by`` may not see it.
    """
    rows = visible(model, to=by).select_related("label", *related).annotate(**also)
    try:
        found: M = rows.get(record__reference=reference)
    except model.DoesNotExist:
        raise NotSeen(reference) from None
    if found.label.is_marked:
        audit.note("record read", found, by=by, reason=reason)
    return found


def create[M: Rooted](
    model: type[M],
    *,
    title: str,
    owner: people.Organisation,
    label: Label,
    by: context.Reader,
    ends_on: datetime.date,
    area: people.Area | None = None,
    purpose: str = "",
    **fields: Any,
) -> M:
    """Make a root noun and its record in one step and note it.

    Every record has an owner, a purpose and an end date.
    """
    record = Record.objects.create(
        kind=model.KIND,
        title=title,
        owner=owner,
        area=area or owner.area,
        label=label,
        purpose=purpose or model.PURPOSE,
        ends_on=ends_on,
        created_by=by.reader,
    )
    made = model._default_manager.create(record=record, label=label, **fields)
    audit.note(f"{model.KIND} created", made, by=by, title=title)
    return made


def relabel(root: Rooted, label: Label, *, by: context.Reader, reason: str) -> None:
    """Handle a record differently from now on; its children follow by trigger."""
    before = str(root.label)
    Record.objects.filter(pk=root.pk).update(label=label)
    root.label = root.record.label = label
    audit.note("record relabelled", root, by=by, before=before, after=str(label), reason=reason)


def claim(row: Versioned, *, version: int) -> None:
    """Take the right to change a row that was read at ``version``, and count the change.

    Raises :class:`~headwater.kernel.handling.verdicts.Conflict` with the latest row when somebody
    else changed it since; nothing is then written.
    """
    model = type(row)
    changed = model._default_manager.filter(pk=row.pk, version=version).update(
        version=models.F("version") + 1
    )
    if not changed:
        latest = model._default_manager.filter(pk=row.pk).first()
        raise verdicts.Conflict(
            "Somebody else changed this while you were editing. Both versions are shown: "
            "choose which one stands.",
            latest=latest,
        )
    row.version = version + 1


def hold(row: models.Model, *fields: str) -> None:
    """Let whoever else holds a row wait until this transaction has ended; read ``fields`` again.

    For a step that is taken once, of two who take it in the same moment.
    """
    held = type(row)._default_manager.select_for_update(no_key=True)
    if fields:
        row.refresh_from_db(fields=fields, from_queryset=held)
    else:
        held.get(pk=row.pk)
