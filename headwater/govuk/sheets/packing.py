"""Zip archives whose bytes depend on nothing but their content: editions are hashed."""

import zipfile
from collections.abc import Callable, Mapping
from typing import IO

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a zip entry can carry; ours carry no other."""


def entry(name: str, *, stored: bool = False) -> zipfile.ZipInfo:
    """An entry with a fixed moment, system and permission; `stored` leaves it uncompressed."""
    info = zipfile.ZipInfo(name, date_time=EPOCH)
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o600 << 16
    return info


def repack(
    source: IO[bytes], target: IO[bytes], *, change: Mapping[str, Callable[[bytes], bytes]]
) -> None:
    """Copy an archive in the same order with fixed moments; `change` rewrites named entries."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(entry(name), change[name](content) if name in change else content)
