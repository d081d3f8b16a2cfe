"""A report as HTML beside the base page, and its PDF in seconds for each page of it."""

import io
from pathlib import Path
from typing import Any

from pdfminer.pdfpage import PDFPage

from bench import clock, findings, home, pages, world
from headwater.inspection.documents import assembly, drawn, page, print_out
from headwater.inspection.models import Round
from headwater.inspection.services import reports
from headwater.kernel import handling

TURNS = 5
HTML_AIM = 40
ROUND = "hmic-2009"


def measure(folder: Path) -> list[findings.Row]:
    """The 2009 report with every table and chart, from the rows as they are."""
    browser = pages.client(world.lead())
    first = _content()
    document = assembly.document(first)
    pictures = drawn.pictures(document)
    taken = clock.medians(
        {"html": lambda: _html(pictures), "base": lambda: pages.fetch(browser, pages.BASE)},
        turns=TURNS,
    )
    printed: list[bytes] = []
    seconds = clock.once(lambda: printed.append(print_out.pdf(first, document, pictures)))
    count = sum(1 for _ in PDFPage.get_pages(io.BytesIO(printed[0])))
    drawing = clock.once(lambda: drawn.pictures(document))
    ran: list[home.Ran] = []
    whole = clock.once(
        lambda: ran.append(home.run("inspection", "report", ROUND, "--out", str(folder / "report")))
    )
    return [
        findings.ratio(
            "report of the 2009 round as HTML, from rows to text", taken["html"], "base page",
            taken["base"], aim=HTML_AIM,
        ),
        findings.Row(
            f"its PDF of {count} pages", findings.time(seconds), "",
            f"{seconds / count:.2f} s a page",
        ),
        findings.Row(
            f"its {len(pictures)} charts drawn for print", findings.time(drawing), "",
            findings.time(drawing / max(len(pictures), 1)) + " each",
        ),
        findings.Row(
            "`headwater inspection report`: HTML, PDF, DOCX, ODS and JSON", findings.time(whole),
            "", f"{ran[0].peak_megabytes:.0f} MB at most",
        ),
    ]  # fmt: skip


def _content() -> dict[str, Any]:
    with handling.acting(world.lead()):
        return reports.content(Round.objects.select_related("record").get(slug=ROUND))


def _html(pictures: dict[str, Any]) -> str:
    """Figures taken from the rows, references looked up, the page written; charts are stored."""
    content = _content()
    return page.standalone(content, assembly.document(content), pictures)
