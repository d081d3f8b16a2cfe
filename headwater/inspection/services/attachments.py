"""Files of evidence: taken in when they are what they say, and handed out unaltered.

A file lies under the installation's files folder, outside the web root, named by its SHA-256. It is
written whole and moved into place before its row exists, so a row never names a missing file; a
file whose row was rolled back lies there unnamed.
"""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

from headwater.govuk import sheets, uploads
from headwater.inspection.models import Attachment, Evidence
from headwater.inspection.services import evidence as evidence_services
from headwater.kernel import audit, handling, people

LIMIT = uploads.LIMIT
"""Bytes of one file."""


def attach(evidence: Evidence, file: IO[bytes], *, file_name: str, by: people.Person) -> Attachment:
    """Keep a file with a piece of evidence.

    Raises Refused with the sentence of :mod:`headwater.govuk.uploads` when its type, size or
    content is not accepted; nothing is then kept.
    """
    handling.require(evidence_services.may_change(evidence, by=by))
    received = _store(file, file_name=file_name)
    made = Attachment.objects.create(
        evidence=evidence,
        label_id=evidence.label_id,
        file_name=file_name,
        media_type=received.kind.media_type,
        size=received.size,
        sha256=received.sha256,
    )
    audit.note(
        "file attached",
        evidence,
        by=by,
        attachment=made.reference,
        file_name=file_name,
        size=received.size,
        sha256=received.sha256,
    )
    return made


@dataclass(frozen=True)
class Download:
    """A file ready to be handed out; ``is_intact`` is false when it is not what was received."""

    attachment: Attachment
    path: Path
    is_intact: bool

    @property
    def kind(self) -> uploads.Kind:
        """The kind as which it was received."""
        return next(
            kind for kind in uploads.ALLOWED if kind.media_type == self.attachment.media_type
        )


def open_for_reading(reference: str, *, by: people.Person) -> Download:
    """One attachment, checked against its SHA-256; the read is noted when it is marked.

    Raises NotSeen when there is none for this reader.
    """
    found = (
        Attachment.objects.select_related("evidence__record", "label")
        .filter(reference=reference)
        .first()
    )
    if found is None:
        raise handling.NotSeen(reference)
    path = place(found.sha256)
    is_intact = lies_intact(found.sha256)
    if found.label.is_marked or not is_intact:
        audit.note(
            "attachment read" if is_intact else "attachment damaged",
            found.evidence,
            by=by,
            attachment=found.reference,
        )
    return Download(found, path, is_intact)


def place(sha256: str) -> Path:
    """Where the file with this digest lies."""
    return Path(settings.FILES_DIR) / sha256[:2] / sha256


def lies_intact(sha256: str) -> bool:
    """Whether the file with this digest is there and is still what it was."""
    try:
        with place(sha256).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except OSError:
        return False


def _store(file: IO[bytes], *, file_name: str) -> uploads.Received:
    folder = Path(settings.FILES_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile("w+b", dir=folder, prefix="arriving-", delete=False) as copy:
        try:
            received = uploads.receive(file, filename=file_name, to=copy, limit=LIMIT)
            os.fsync(copy.fileno())
        except sheets.Refused as refused:
            raise handling.Refused(str(refused)) from refused
        else:
            final = place(received.sha256)
            final.parent.mkdir(exist_ok=True, mode=0o700)
            os.replace(copy.name, final)
        finally:
            Path(copy.name).unlink(missing_ok=True)
    return received
