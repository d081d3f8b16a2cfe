"""From a file to a pack that may be used, or to every reason why it may not."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pydantic

from headwater.kernel.packs import (
    disguise,
    envelope,
    faults,
    framework,
    glossary,
    references,
    rights,
    rows,
    source,
)

KINDS: Mapping[str, type[envelope.Pack]] = {
    "framework": framework.Framework,
    "glossary": glossary.Glossary,
    "rights": rights.Rights,
}
"""The kinds of pack and the shape of each."""

FOLDERS: Mapping[str, str] = {
    "frameworks": "framework",
    "glossary": "glossary",
    "rights": "rights",
}
"""The folders of the library that hold packs, and the kind that each holds."""


@dataclass(frozen=True, slots=True)
class ParsedPack:
    """A pack that passed every check.

    `digest` is the SHA-256 of its values in canonical JSON: comments, line breaks and the order of
    fields do not change it, and any change of content does.
    """

    path: Path
    digest: str
    content: envelope.Pack

    @property
    def name(self) -> str:
        """The pack as commands name it: `inspection-2009@1.0`."""
        return f"{self.content.slug}@{self.content.version}"

    def items(self) -> Iterator[rows.Item]:
        """The content as flat rows, parents before children."""
        return rows.of(self.content)


def read(path: Path) -> ParsedPack:
    """Reads one pack.

    Raises PackRefused with every fault of the file that can be told at once.
    """
    found = source.read(path)
    wrong = [found.fault(place, reason) for place, reason in _improper(found.values)]
    try:
        content = _typed(found)
    except faults.PackRefused as refused:
        raise faults.PackRefused([*wrong, *refused.faults]) from refused
    wrong += [found.fault(place, reason) for place, reason in references.broken(content)]
    if wrong:
        raise faults.PackRefused(wrong)
    return ParsedPack(path=path, digest=digest(found.values), content=content)


def read_library(folder: Path) -> list[ParsedPack]:
    """Reads every pack of a library: `<folder>/<slug>/<version>.yaml`.

    Raises PackRefused with the faults of all its files, a pack that lies under another's name
    among them.
    """
    packs: list[ParsedPack] = []
    found: list[faults.PackFault] = []
    for name, kind in FOLDERS.items():
        for path in sorted((folder / name).glob("*/*.yaml")):
            try:
                pack = read(path)
            except faults.PackRefused as refused:
                found.extend(refused.faults)
                continue
            packs.append(pack)
            found.extend(_misplaced(pack, kind))
    if found:
        raise faults.PackRefused(found)
    return packs


def digest(values: Mapping[str, source.Value]) -> str:
    """The SHA-256, in hexadecimal, of the values in canonical JSON."""
    text = json.dumps(
        values, default=_day, ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )
    return hashlib.sha256(text.encode()).hexdigest()


def refuse_change(old_digest: str, new: ParsedPack) -> None:
    """A released pack never changes: rounds rest on it.

    `old_digest` is that of the pack stored as released. Raises PackRefused when `new`, of the same
    name, differs.
    """
    if old_digest != new.digest:
        reason = f"{new.name} is released and may not change: give the change a new version."
        raise faults.PackRefused([faults.PackFault(new.path, 1, "version", reason)])


def _improper(values: Mapping[str, source.Value]) -> Iterator[tuple[source.Place, str]]:
    """Hidden characters anywhere, and in what can be asked of anybody the rights screen."""
    if values.get("kind") == "rights":
        return
    for place, text in rights.texts(dict(values), ()):
        strange = disguise.strange_character(text)
        if strange:
            yield place, strange
    if values.get("kind") != "glossary":
        yield from rights.screen().refusals(values)


def _typed(found: source.Source) -> envelope.Pack:
    kind = found.values.get("kind")
    shape = KINDS.get(kind) if isinstance(kind, str) else None
    if shape is None:
        known = " or ".join(KINDS)
        raise faults.PackRefused([found.fault(("kind",), f"The kind of a pack is {known}.")])
    try:
        return shape.model_validate(found.values)
    except pydantic.ValidationError as error:
        raise faults.PackRefused(
            [found.fault(each["loc"], _sentence(each)) for each in error.errors()]
        ) from error


def _sentence(error: Mapping[str, Any]) -> str:
    match error["type"]:
        case "missing":
            return "This field is needed and is not there."
        case "extra_forbidden":
            return "A pack has no such field here."
        case "string_pattern_mismatch":
            return f"{error['input']!r} does not have the form that this field needs."
        case "value_error":
            return str(error["ctx"]["error"])
    return f"{error['msg']}."


def _misplaced(pack: ParsedPack, kind: str) -> Iterator[faults.PackFault]:
    content = pack.content
    for field, given, expected in (
        ("slug", content.slug, pack.path.parent.name),
        ("version", content.version, pack.path.stem),
        ("kind", content.kind, kind),
    ):
        if given != expected:
            reason = f"The file lies where {expected} belongs, and the pack says {given}."
            yield faults.PackFault(pack.path, 1, field, reason)


def _day(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"A pack holds no {type(value).__name__}.")
