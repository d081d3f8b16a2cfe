"""Data packs: frameworks and glossaries as versioned files, read and checked.

`read(path)` gives a `ParsedPack` whose `items()` are rows for the kernel's store, or raises
`PackRefused` with every fault named by file, line, field and reason. Pure Python, no database.
"""

from headwater.kernel.packs.faults import PackFault, PackRefused
from headwater.kernel.packs.reading import (
    ParsedPack,
    digest,
    read,
    read_library,
    refuse_change,
)
from headwater.kernel.packs.rows import Item

__all__ = [
    "Item",
    "PackFault",
    "PackRefused",
    "ParsedPack",
    "digest",
    "read",
    "read_library",
    "refuse_change",
]
