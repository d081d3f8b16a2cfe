"""The trail: an append-only account of what was done to records, and by whom.

An event names a record by its reference and holds no foreign key, because the trail outlives the
thing. What was said about the event (its facts) stands beside it under a salted digest, so that
personal data can lawfully be erased while the event still verifies. Events are sealed in batches:
a batch keeps the id and digest of each row and the hash of the batch before it, so a row that is
altered, deleted or reordered afterwards is named by :func:`verify`.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection, models, transaction
from django.db.models import functions

GENESIS = "0" * 64
_EVENT_COLUMNS = "id, at, name, record, kind, actor, label_id, digest"


class Actor(Protocol):
    """Whoever acts: a person, a system purpose, the holder of a link or the public."""

    @property
    def reader(self) -> str:
        """The signed identity, such as ``person:12`` or ``purpose:load-demo``."""
        ...


class Subject(Protocol):
    """A record as the trail sees it."""

    @property
    def reference(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def label_id(self) -> int: ...


class Event(models.Model):
    """One row of the trail. The database refuses to change or delete it."""

    at = models.DateTimeField(db_default=functions.Now())
    name = models.CharField(max_length=80, help_text="What happened, such as 'return submitted'")
    record = models.CharField(max_length=40, blank=True, db_index=True)
    kind = models.CharField(max_length=60, blank=True)
    actor = models.CharField(max_length=60, help_text="The signed reader of the transaction")
    label_id = models.IntegerField(null=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 of salt and facts")

    class Meta:
        indexes = [models.Index(fields=["at"], name="event_at")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.name} {self.record}"


class Detail(models.Model):
    """The facts of an event, apart so that they can be erased without breaking the chain."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="detail")
    salt = models.CharField(max_length=32)
    facts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"facts of event {self.event_id}"


class Seal(models.Model):
    """A batch of events closed at one moment; ``hash`` covers the batch and the seal before it."""

    at = models.DateTimeField(db_default=functions.Now())
    row_count = models.IntegerField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"seal {self.pk}: {self.hash}"


class SealedRow(models.Model):
    """The id and digest of one event as it stood when its batch was sealed."""

    event_id = models.BigIntegerField(primary_key=True)
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="rows")
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"event {self.event_id} in seal {self.seal_id}"


def note(event: str, record: Subject | None = None, /, *, by: Actor, **facts: Any) -> None:
    """Write one event in the present transaction.

    ``facts`` must be JSON; they are stored beside the event and may later be erased. The database
    refuses an event whose actor is not the signed reader of the transaction.
    """
    text = json.dumps(facts, sort_keys=True, default=str)
    salt = secrets.token_hex(16)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT hw.note(%s, %s, %s, %s, %s, %s, %s, %s)",
            [
                event,
                record.reference if record else "",
                record.kind if record else "",
                by.reader,
                record.label_id if record else None,
                hashlib.sha256((salt + text).encode()).hexdigest(),
                salt,
                text,
            ],
        )


def trail(record: Subject) -> models.QuerySet[Event]:
    """The events of one record, newest first, as far as the transaction's reader may see them."""
    return Event.objects.filter(record=record.reference).select_related("detail").order_by("-id")


@dataclass(frozen=True)
class Verification:
    """What :func:`verify` found. ``faults`` is empty when the trail is as it was written."""

    row_count: int
    seal_count: int
    unsealed_before: int
    head: str
    faults: tuple[str, ...]


def row_digest(row: tuple[Any, ...]) -> str:
    """SHA-256 over every column of an event row, in the order of ``_EVENT_COLUMNS``."""
    identity, at, *rest = row
    text = json.dumps([identity, at.isoformat(), *rest], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def batch_hash(previous: str, rows: list[tuple[int, str]]) -> str:
    """The hash of a batch: the hash before it, then each row's id and digest in order of id."""
    digest = hashlib.sha256(previous.encode())
    for event_id, row in rows:
        digest.update(f"{event_id}:{row}\n".encode())
    return digest.hexdigest()


def seal() -> int:
    """Close every unsealed event into one batch and return how many there were.

    One sealer works at a time. Call it in a transaction of the purpose ``seal the trail``.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('headwater seal'))")
        cursor.execute(
            f"SELECT {_EVENT_COLUMNS} FROM kernel_event e WHERE NOT EXISTS"
            " (SELECT FROM kernel_sealedrow s WHERE s.event_id = e.id) ORDER BY id"
        )
        rows = [(row[0], row_digest(row)) for row in cursor.fetchall()]
        if not rows:
            return 0
        last = Seal.objects.order_by("-id").first()
        previous = last.hash if last else GENESIS
        batch = Seal.objects.create(
            row_count=len(rows), previous=previous, hash=batch_hash(previous, rows)
        )
        SealedRow.objects.bulk_create(
            [SealedRow(event_id=i, seal=batch, digest=d) for i, d in rows], batch_size=2000
        )
    return len(rows)


def head() -> str:
    """The hash of the newest seal: write it down elsewhere to anchor the trail."""
    last = Seal.objects.order_by("-id").first()
    return last.hash if last else GENESIS


def verify() -> Verification:
    """Seal what is open, then prove the whole chain, naming every row that does not agree."""
    unsealed = seal()
    faults = [*_chain_faults(), *_row_faults()]
    return Verification(
        row_count=Event.objects.count(),
        seal_count=Seal.objects.count(),
        unsealed_before=unsealed,
        head=head(),
        faults=tuple(faults),
    )


def _chain_faults() -> Iterator[str]:
    previous = GENESIS
    for batch in Seal.objects.order_by("id"):
        if batch.previous != previous:
            yield f"Seal {batch.pk} does not follow the seal before it: a seal is missing or moved."
        rows = list(batch.rows.order_by("event_id").values_list("event_id", "digest"))
        if batch_hash(batch.previous, rows) != batch.hash:
            yield f"Seal {batch.pk} does not match its {batch.row_count} rows (now {len(rows)})."
        previous = batch.hash
    without = ~models.Exists(Seal.objects.filter(pk=models.OuterRef("seal_id")))
    orphans = SealedRow.objects.filter(without).values_list("seal_id", flat=True)
    for key in orphans.distinct().order_by("seal_id"):
        yield f"Seal {key} was deleted: its rows are there without it."


def _row_faults() -> Iterator[str]:
    with connection.cursor() as cursor:
        columns = ", ".join(f"e.{column}" for column in _EVENT_COLUMNS.split(", "))
        cursor.execute(
            f"SELECT s.event_id, s.digest, {columns}"
            " FROM kernel_sealedrow s LEFT JOIN kernel_event e ON e.id = s.event_id"
            " ORDER BY s.event_id"
        )
        for event_id, sealed, *row in cursor.fetchall():
            if row[0] is None:
                yield f"Row {event_id} was deleted."
            elif row_digest(tuple(row)) != sealed:
                yield f"Row {event_id} was altered or moved ({row[2]}, {row[3] or 'no record'})."
    with_facts = Event.objects.values_list("id", "digest", "detail__salt", "detail__facts")
    for event_id, digest, salt, facts in with_facts.order_by("id").iterator():
        if salt is None:
            yield f"Row {event_id}: its facts were deleted."
            continue
        text = json.dumps(facts, sort_keys=True, default=str)
        if hashlib.sha256((salt + text).encode()).hexdigest() != digest:
            yield f"Row {event_id}: its facts were altered."
