"""A report as tagged PDF (PDF/UA-1): structure, language, title, bookmarks and alternative texts.

The same content gives the same bytes: the identifier is the content's digest, and the only date in
the file is that of publication. Takes seconds, so never in a request.
"""

import logging
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from headwater.inspection.documents import page, tree
from headwater.inspection.documents.content import digest

logging.getLogger("weasyprint").setLevel(logging.ERROR)
logging.getLogger("fontTools").setLevel(logging.ERROR)


class _OwnFilesOnly(URLFetcher):  # type: ignore[misc]
    """Fetches nothing but what is inside the document and our own typeface."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        if not url.startswith(("data:", page.FONTS.as_uri())):
            raise ValueError("A report's PDF fetches nothing from elsewhere.")
        return super().fetch(url, headers)


def pdf(raw: dict[str, Any], document: tree.Document, pictures: dict[str, list[str]]) -> bytes:
    """The report as PDF; a draft carries the word on every page."""
    fetcher = _OwnFilesOnly()
    fonts = FontConfiguration()
    names = ["print.css"] if raw["edition"] else ["print.css", "draft.css"]
    css = page.faces() + "".join((page.STYLES / n).read_text(encoding="utf-8") for n in names)
    sheet = weasyprint.CSS(string=css, font_config=fonts, url_fetcher=fetcher)
    html = weasyprint.HTML(string=page.markup(raw, document, pictures), url_fetcher=fetcher)
    made: bytes = html.write_pdf(
        stylesheets=[sheet],
        font_config=fonts,
        pdf_variant="pdf/ua-1",
        pdf_identifier=digest(raw)[:32].encode(),
    )
    return made
