"""What is wrong with a pack, said so that its author can put it right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class PackFault:
    """One fault: the file, the line (from 1), the path of the field and a sentence."""

    file: Path
    line: int
    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field or 'pack'}: {self.reason}"


class PackRefused(Exception):
    """A pack may not be used. Holds every fault that was found, in the order of the file."""

    def __init__(self, faults: Sequence[PackFault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))
