"""A report as DOCX: real headings, lists and tables, alternative texts, language and title.

python-docx stamps the time of writing into the archive, so it is packed again with the day that is
frozen in the content: the same content gives the same bytes.
"""

import datetime
import io
import zipfile
from collections.abc import Iterable
from typing import Any

import docx
import vl_convert
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from headwater.inspection.documents import page, plain, tree
from headwater.inspection.documents.content import Content, digest

DEEP = RGBColor(0x0B, 0x35, 0x45)
STONE = RGBColor(0x4B, 0x5B, 0x64)
EARLIEST = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)


def docx_file(
    raw: dict[str, Any], document: tree.Document, pictures: dict[str, list[str]]
) -> bytes:
    """The report for word processors; a draft says so in its header."""
    return _Writer(Content(raw), document, pictures).written()


class _Writer:
    def __init__(
        self, content: Content, document: tree.Document, pictures: dict[str, list[str]]
    ) -> None:
        self.content, self.document, self.pictures = content, document, pictures
        self.out = docx.Document()

    def written(self) -> bytes:
        self._styles()
        self._properties()
        self._front()
        for chapter in self.document.chapters:
            self.out.add_heading(f"{chapter.number} {chapter.title}", level=1)
            for block in chapter.blocks:
                self._block(block)
        self._back()
        buffer = io.BytesIO()
        self.out.save(buffer)
        return _packed_again(buffer.getvalue())

    def _styles(self) -> None:
        normal = self.out.styles["Normal"]
        normal.font.name, normal.font.size = "Arial", Pt(11)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), page.LANGUAGE)
        normal.element.get_or_add_rPr().append(language)
        for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "Heading 4"):
            style = self.out.styles[name]
            style.font.name, style.font.color.rgb = "Arial", DEEP
            style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:asciiTheme"), "")
        for section in self.out.sections:
            section.page_width, section.page_height = Cm(21), Cm(29.7)
            section.left_margin = section.right_margin = Cm(2)
            if self.content.edition is None:
                section.header.paragraphs[0].text = "DRAFT. Not published."

    def _properties(self) -> None:
        edition = self.content.edition
        stamp = EARLIEST
        if edition:
            stamp = datetime.datetime.fromisoformat(edition["published_at"])
        properties = self.out.core_properties
        properties.title, properties.author = self.document.title, self.content.round["owner"]
        properties.last_modified_by, properties.comments = "Headwater", ""
        properties.language, properties.revision = page.LANGUAGE, 1
        properties.created = properties.modified = stamp.replace(tzinfo=None)

    def _front(self) -> None:
        self.out.add_paragraph(self.content.round["owner"]).runs[0].font.color.rgb = STONE
        self.out.add_heading(self.document.title, level=0)
        if self.document.subtitle != self.document.title:
            self.out.add_paragraph(self.document.subtitle, style="Subtitle")
        edition = self.content.edition
        day = page.published(self.content)
        self.out.add_paragraph(
            f"Edition {edition['number']}, {day}" if edition else "Draft. Not published."
        )
        for note in self.document.notes:
            self.out.add_paragraph(note, style="Intense Quote")

    def _back(self) -> None:
        if self.document.footnotes:
            self.out.add_heading("Sources", level=1)
            for note in self.document.footnotes:
                self.out.add_paragraph(f"{note.number}. {note.text}: {note.source}")
        edition = self.content.edition
        if edition and edition["note"]:
            self.out.add_heading("What this edition corrects", level=1)
            self.out.add_paragraph(edition["note"])
            if edition["errata"]:
                rows = [[e["where"], e["old"] or "–", e["new"] or "–"] for e in edition["errata"]]
                self._grid([["Where", "Was", "Is"]], rows)
        self.out.add_heading("About the figures", level=1)
        framework = self.content.raw["framework"]
        self.out.add_paragraph(f"Framework: {framework['title']}, version {framework['version']}")
        if self.content.raw["signed_by"]:
            self.out.add_paragraph(f"Signed by: {', '.join(self.content.raw['signed_by'])}")
        self.out.add_paragraph(f"SHA-256 of the content: {digest(self.content.raw)}")

    def _block(self, block: tree.Block, *, style: str = "Normal") -> None:
        match block:
            case tree.Heading(level, children):
                self.out.add_heading(plain.words(children), level=min(level + 1, 4))
            case tree.Paragraph(children, number):
                paragraph = self.out.add_paragraph(style=style)
                if number:
                    paragraph.add_run(f"{number}  ").font.color.rgb = STONE
                _runs(paragraph, children)
            case tree.Bullets(is_ordered, items):
                name = "List Number" if is_ordered else "List Bullet"
                for item in items:
                    for inner in item:
                        self._block(inner, style=name)
            case tree.Quotation(blocks):
                for inner in blocks:
                    self._block(inner, style="Quote")
            case tree.Table():
                self._table(block)
            case tree.Picture():
                self._picture(block)
            case tree.Recommendation():
                self._recommendation(block)
            case tree.Note(title, text, caution):
                self.out.add_paragraph(title, style="Intense Quote")
                for part in filter(None, (text, caution)):
                    self.out.add_paragraph(part)

    def _table(self, table: tree.Table) -> None:
        self._caption(f"Table {table.number}. {table.caption}")
        heads = [[table.corner, *table.columns[1:]]]
        if table.groups:
            group = [table.corner]
            for text, width in table.groups:
                group += [text] * width
            heads = [group, ["", *table.columns[1:]]]
        rows = [[f"{c.text} {c.small}".strip() for c in row] for row in table.rows]
        self._grid(heads, rows, is_numeric=table.is_numeric)
        self._notes(table.notes)

    def _caption(self, text: str) -> None:
        paragraph = self.out.add_paragraph(text, style="Caption")
        paragraph.paragraph_format.keep_with_next = True

    def _notes(self, notes: Iterable[str]) -> None:
        for note in notes:
            run = self.out.add_paragraph().add_run(note)
            run.font.size, run.font.color.rgb = Pt(9), STONE

    def _grid(
        self, heads: list[list[str]], rows: list[list[str]], *, is_numeric: bool = False
    ) -> None:
        width = len(heads[0])
        grid = self.out.add_table(rows=0, cols=width, style="Light List Accent 1")
        size = Pt(7.5 if width > 7 else 9)
        for at, line in enumerate([*heads, *rows]):
            row = grid.add_row()
            if at < len(heads):
                mark = OxmlElement("w:tblHeader")
                mark.set(qn("w:val"), "true")
                row._tr.get_or_add_trPr().append(mark)
            for cell, text in zip(row.cells, line, strict=True):
                cell.text = text
                paragraph = cell.paragraphs[0]
                for run in paragraph.runs:
                    run.font.size, run.font.bold = size, at < len(heads)
                if is_numeric and cell is not row.cells[0]:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if len(heads) == 2:
            _merge_groups(grid, heads[0])
        if width > 7:
            _widen_first(grid, width)
        self.out.add_paragraph()

    def _picture(self, picture: tree.Picture) -> None:
        self._caption(f"Figure {picture.number}. {picture.chart.title}")
        rows = "; ".join(
            ", ".join(str(cell[0] if isinstance(cell, tuple) else cell) for cell in row)
            for row in picture.chart.rows
        )
        for at, svg in enumerate(self.pictures[picture.id]):
            png = vl_convert.svg_to_png(svg, scale=2)
            shape = self.out.add_picture(io.BytesIO(png), width=Cm(15))
            properties = shape._inline.docPr
            properties.set("title", str(picture.chart.title))
            more = f"{picture.chart.description} {rows}" if at == 0 else "The figure goes on."
            properties.set("descr", more)
        self._notes(picture.notes)

    def _recommendation(self, block: tree.Recommendation) -> None:
        self.out.add_heading(f"Recommendation {block.number}", level=2)
        self.out.add_paragraph(block.text)
        for clause in block.clauses:
            owners = f" Lead: {clause.lead}." if clause.lead else ""
            owners += f" With: {clause.supporting}." if clause.supporting else ""
            self.out.add_paragraph(f"{clause.mark} {clause.text}{owners}", style="List Bullet")


def _runs(paragraph: Any, children: Iterable[tree.Inline]) -> None:
    for each in children:
        match each:
            case tree.Styled(style, inner):
                run = paragraph.add_run(plain.words(inner))
                run.bold, run.italic = style == "strong", style == "emphasis"
            case tree.Break():
                paragraph.add_run().add_break()
            case tree.Cited(text, note):
                paragraph.add_run(text)
                paragraph.add_run(str(note)).font.superscript = True
            case tree.LinkTo(href, inner):
                paragraph.add_run(f"{plain.words(inner)} ({href})")
            case _:
                paragraph.add_run(plain.words([each]))


def _merge_groups(grid: Any, group: list[str]) -> None:
    """One heading over the columns that belong together, as a screen reader expects it."""
    at = 1
    while at < len(group):
        end = at
        while end + 1 < len(group) and group[end + 1] == group[at]:
            end += 1
        for extra in range(at + 1, end + 1):
            grid.cell(0, extra).text = ""
        merged = grid.cell(0, at).merge(grid.cell(0, end))
        for empty in merged.paragraphs[1:]:
            empty._p.getparent().remove(empty._p)
        at = end + 1


def _widen_first(grid: Any, width: int) -> None:
    grid.autofit = False
    rest = Cm(11.0 / (width - 1))
    for row in grid.rows:
        for at, cell in enumerate(row.cells):
            cell.width = Cm(6) if at == 0 else rest


def _packed_again(data: bytes) -> bytes:
    """The same archive with one fixed time for every part."""
    final = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as given,
        zipfile.ZipFile(final, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in given.namelist():
            part = zipfile.ZipInfo(name, EARLIEST.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(part, given.read(name))
    return final.getvalue()
