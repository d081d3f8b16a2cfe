"""A report as one HTML file that needs nothing beside it: style and typeface are in it."""

import base64
import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from markupsafe import Markup

from headwater.govuk import formats
from headwater.inspection.documents import tree
from headwater.inspection.documents.content import Content, digest

STYLES = Path(__file__).parent
FONTS = Path(settings.BASE_DIR) / "build" / "static" / "fonts"
FACES = {(400, "normal"), (700, "normal"), (400, "italic")}
LANGUAGE = "en-GB"


def standalone(raw: dict[str, Any], document: tree.Document, pictures: dict[str, list[str]]) -> str:
    """The file: no script, no address outside itself."""
    css = f"{_embedded_faces()}\n{(STYLES / 'screen.css').read_text(encoding='utf-8')}"
    style = f"data:text/css;base64,{base64.b64encode(css.encode()).decode()}"
    return markup(raw, document, pictures, style=style)


def markup(
    raw: dict[str, Any], document: tree.Document, pictures: dict[str, list[str]], *, style: str = ""
) -> str:
    """The HTML from which both the file and the PDF are made."""
    content = Content(raw)
    return render_to_string(
        "inspection/documents/report.jinja",
        {
            "content": content,
            "document": document,
            "pictures": {
                name: [Markup(svg) for svg in parts]  # noqa: S704
                for name, parts in pictures.items()
            },
            "style": style,
            "language": LANGUAGE,
            "is_draft": content.edition is None,
            "published": published(content),
            "fingerprint": digest(raw),
        },
    )


def published(content: Content) -> str:
    """The day of publication in words; empty for a draft."""
    if content.edition is None:
        return ""
    return formats.day(datetime.datetime.fromisoformat(content.edition["published_at"]))


@cache
def _embedded_faces() -> str:
    return "".join(
        _face(weight, style, f"data:font/woff2;base64,{base64.b64encode(_font(weight, style)).decode()}")
        for weight, style in sorted(FACES)
    )  # fmt: skip


def _font(weight: int, style: str) -> bytes:
    return (FONTS / f"public-sans-latin-{weight}-{style}.woff2").read_bytes()


def faces() -> str:
    """The typeface for print, read from the installation's own files."""
    return "".join(
        _face(weight, style, (FONTS / f"public-sans-{part}-{weight}-{style}.woff2").as_uri())
        for weight, style in sorted(FACES)
        for part in ("latin-ext", "latin")
    )


def _face(weight: int, style: str, source: str) -> str:
    return (
        f'@font-face{{font-family:"Public Sans";font-weight:{weight};font-style:{style};'
        f'src:url("{source}") format("woff2")}}\n'
    )
