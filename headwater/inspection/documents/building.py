"""All forms of a report built from one content: HTML, PDF, DOCX, ODS and JSON."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from headwater.inspection.documents import assembly, drawn

FILES = {
    "report.html": "text/html; charset=utf-8",
    "report.pdf": "application/pdf",
    "report.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "tables.ods": "application/vnd.oasis.opendocument.spreadsheet",
    "report.json": "application/json",
}


@dataclass(frozen=True)
class Built:
    """One built form of a report."""

    name: str
    media_type: str
    data: bytes


def build(raw: dict[str, Any], *, tell: Callable[[str], None] = lambda _line: None) -> list[Built]:
    """Every form of a report, in the order of ``FILES``. ``tell`` hears which is being made."""
    from headwater.inspection.documents import data, page, print_out, word_file

    tell("drawing the charts")
    document = assembly.document(raw)
    pictures = drawn.pictures(document)
    html = page.standalone(raw, document, pictures)
    makers: dict[str, Callable[[], bytes]] = {
        "report.html": lambda: html.encode(),
        "report.pdf": lambda: print_out.pdf(raw, document, pictures),
        "report.docx": lambda: word_file.docx_file(raw, document, pictures),
        "tables.ods": lambda: data.ods(raw),
        "report.json": lambda: data.json_file(raw, document),
    }
    made = []
    for name, make in makers.items():
        tell(f"building {name}")
        made.append(Built(name, FILES[name], make()))
    return made


def sha256(data: bytes) -> str:
    """The digest of a built file, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
