"""A report's numbers for other programs: its tables as ODS, everything as JSON."""

import json
from typing import Any

from headwater.inspection.documents import plain, tree
from headwater.inspection.documents.content import Content, digest
from headwater.inspection.figures import written

JSON_FORMAT = "headwater-report-file-1"


def ods(raw: dict[str, Any]) -> bytes:
    """All tables with their definitions, and what must be said beside them."""
    made: bytes = written.to_ods(Content(raw).taken)
    return made


def json_file(raw: dict[str, Any], document: tree.Document) -> bytes:
    """The report as ``docs/reference/report.schema.json`` describes it."""
    content = Content(raw)
    whole = {
        "format": JSON_FORMAT,
        "status": "published" if content.edition else "draft",
        "hash": digest(raw),
        "notes": list(document.notes),
        "chapters": [_chapter(chapter) for chapter in document.chapters],
        "sources": [
            {"number": note.number, "text": note.text, "source": note.source}
            for note in document.footnotes
        ],
        "tables": json.loads(written.to_json(content.taken)),
        "content": raw,
    }
    text = json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()


def _chapter(chapter: tree.Chapter) -> dict[str, Any]:
    whole = tree.Document("", "", [], chapters=[chapter])
    return {
        "number": chapter.number,
        "title": chapter.title,
        "passages": [
            {"place": place, "text": plain.words(inlines)} for place, inlines in plain.lines(whole)
        ],
        "numbers": [
            {
                "place": each.place,
                "reference": each.number.raw,
                "text": each.number.text,
                "counts": each.number.path,
            }
            for each in plain.printed(whole)
        ],
    }
