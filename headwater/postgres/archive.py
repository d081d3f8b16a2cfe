"""The file that a backup is: one compressed tar in which every member is accounted for.

First comes the member `format`, by which a backup is known; last `manifest.json`, which holds the
SHA-256 and size of every other member, so a file that was cut short or changed is always noticed.
"""

import gzip
import hashlib
import json
import os
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Any

from headwater.postgres.errors import BackupRefused

_FORMAT = b"headwater-backup 1\n"
_FIRST = "format"
_LAST = "manifest.json"
_CHUNK = 1024 * 1024


class Writer:
    """Writes members into an archive and keeps account of them."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._members: dict[str, dict[str, Any]] = {}
        self._add(_FIRST, BytesIO(_FORMAT), len(_FORMAT))

    def add(self, name: str, file: Path) -> None:
        """Add a file under `name`."""
        with file.open("rb") as content:
            self._add(name, content, os.fstat(content.fileno()).st_size)

    def close(self, facts: Mapping[str, Any]) -> None:
        """Add the manifest: the facts about the whole and the account of every member."""
        manifest = json.dumps({**facts, "members": self._members}, indent=1).encode()
        self._add(_LAST, BytesIO(manifest), len(manifest))

    def _add(self, name: str, content: IO[bytes], size: int) -> None:
        reader = _Digesting(content)
        entry = tarfile.TarInfo(name)
        entry.size = size
        entry.mode = 0o600
        self._tar.addfile(entry, reader)
        self._members[name] = {"sha256": reader.digest.hexdigest(), "bytes": size}


class _Digesting:
    """A file that is digested as it is read."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._content.read(size)
        self.digest.update(chunk)
        return chunk


@contextmanager
def written(file: Path) -> Iterator[Writer]:
    """An archive at `file`, which appears only when it is whole; nobody else may read it."""
    draft = file.with_name(f"{file.name}.part")
    draft.unlink(missing_ok=True)
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            with tarfile.open(fileobj=out, mode="w:gz", compresslevel=1) as tar:
                yield Writer(tar)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def unpack(file: Path, *, into: Path) -> dict[str, Any]:
    """Unpack the archive into the empty folder `into` and prove every member; its manifest.

    Raises BackupRefused when the file is no backup of ours or is not whole.
    """
    try:
        with gzip.open(file) as stream, tarfile.open(fileobj=stream, mode="r|") as tar:
            found = _unpack(tar, into)
            # To its very end, where the checksum of the whole is.
            while stream.read(_CHUNK):
                pass
    except (tarfile.TarError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise BackupRefused(f"{file} is damaged or no backup of Headwater: {error}.") from error
    except OSError as error:
        # gzip reports bad bytes as an OSError without a number; the disk's own errors have one.
        if error.errno is not None:
            raise
        raise BackupRefused(f"{file} is damaged or no backup of Headwater: {error}.") from error
    manifest = into / _LAST
    if not manifest.exists():
        raise BackupRefused(f"{file} is damaged: it ends before its list of contents.")
    try:
        facts: dict[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))
        expected = {name: member["sha256"] for name, member in facts["members"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupRefused(f"{file} is damaged: its list of contents cannot be read.") from error
    found.pop(_LAST)
    if wrong := sorted(name for name in found | expected if found.get(name) != expected.get(name)):
        raise BackupRefused(
            f"{file} is damaged: {wrong[0]} is not what was backed up "
            f"({len(wrong)} of {len(expected)} parts differ)."
        )
    return facts


def _unpack(tar: tarfile.TarFile, into: Path) -> dict[str, str]:
    """Write every member below `into` and return the digest of each."""
    found: dict[str, str] = {}
    for entry in tar:
        if not found and entry.name != _FIRST:
            raise BackupRefused("The file is no backup of Headwater.")
        path = PurePosixPath(entry.name)
        content = tar.extractfile(entry) if entry.isreg() else None
        if content is None or path.is_absolute() or ".." in path.parts or entry.name in found:
            raise BackupRefused(f"The file is no backup of Headwater: it holds {entry.name!r}.")
        target = into / path
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with target.open("wb") as out:
            while chunk := content.read(_CHUNK):
                digest.update(chunk)
                out.write(chunk)
        if entry.name == _FIRST and target.read_bytes() != _FORMAT:
            raise BackupRefused("The file is a backup of another version of Headwater.")
        found[entry.name] = digest.hexdigest()
    return found
