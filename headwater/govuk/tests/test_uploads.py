"""Evidence is taken when its name and content agree, and refused with a sentence otherwise."""

import hashlib
import io
import zipfile

import docx
import pytest
from odf import opendocument, text

from headwater.govuk import sheets, uploads

LIST = "Send PDF, DOCX, ODT, XLSX, ODS, CSV, plain text, PNG or JPEG."
TABLE = [sheets.Sheet("A", ["a"], [["b"]])]
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\0\0\0\0\0\0\0\0\0\0\0\0IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(20) + b"\xff\xd9"
OLD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def word() -> bytes:
    file = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Minutes")
    document.save(file)
    return file.getvalue()


def open_text() -> bytes:
    file = io.BytesIO()
    document = opendocument.OpenDocumentText()
    document.text.addElement(text.P(text="Minutes"))
    document.save(file)
    return file.getvalue()


def with_part(data: bytes, name: str, content: bytes = b"x", comment: bytes = b"") -> bytes:
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
        archive.comment = comment
    return file.getvalue()


GOOD = {
    "minutes.pdf": (PDF, uploads.PDF),
    "minutes.docx": (word(), uploads.DOCX),
    "Minutes.ODT": (open_text(), uploads.ODT),
    "plan.xlsx": (sheets.write_xlsx(TABLE), uploads.XLSX),
    "plan.ods": (sheets.write_ods(TABLE), uploads.ODS),
    "plan.csv": (b"a,b\n1,\xc3\xa9\n", uploads.CSV),
    "note.txt": (b"We met < 5 people.", uploads.TEXT),
    "board.png": (PNG, uploads.PNG),
    "board.jpeg": (JPEG, uploads.JPEG),
}


@pytest.mark.parametrize(("filename", "data", "kind"), [(n, d, k) for n, (d, k) in GOOD.items()])
def test_every_allowed_kind_is_taken_weighed_and_hashed(
    filename: str, data: bytes, kind: uploads.Kind
) -> None:
    to = io.BytesIO()
    received = uploads.receive(io.BytesIO(data), filename=filename, to=to)
    assert received == uploads.Received(kind, len(data), hashlib.sha256(data).hexdigest())
    assert to.getvalue() == data


BAD = {
    "nothing": ("a.pdf", b"", "The file is empty."),
    "a program": ("a.exe", b"MZ", f'Files that end in ".exe" are not accepted. {LIST}'),
    "a web page": ("a.html", b"<html>", f'Files that end in ".html" are not accepted. {LIST}'),
    "a drawing with script": (
        "a.svg",
        b"<svg/>",
        f'Files that end in ".svg" are not accepted. {LIST}',
    ),
    "no ending": ("README", b"text", f"Files without an ending are not accepted. {LIST}"),
    "a name read backwards": (
        "a\u202efdp.exe",
        PDF,
        "The file's name holds characters that can disguise it. Rename it.",
    ),
    "a path": (
        "../a.pdf",
        PDF,
        "The file's name holds characters that can disguise it. Rename it.",
    ),
    "a program called a PDF": (
        "a.pdf",
        b"MZ" + bytes(100),
        'The name ends in ".pdf" but the content is not PDF. It looks like this: "Windows '
        'Executable file".',
    ),
    "a web page called text": (
        "a.txt",
        b"\n <HTML><script>",
        'The name ends in ".txt" but the content is not plain text.',
    ),
    "bytes called CSV": (
        "a.csv",
        b"a,b\0\n",
        'The name ends in ".csv" but the content is not CSV.',
    ),
    "text in another encoding": (
        "a.txt",
        b"caf\xe9",
        "The file is not UTF-8 text. Save it as UTF-8, or send it as PDF.",
    ),
    "an old document": (
        "a.docx",
        OLD,
        'The name ends in ".docx" but the content is not DOCX. It is an Office file of 1997-2003, '
        "or one protected by a password.",
    ),
    "a workbook called a document": (
        "a.docx",
        sheets.write_xlsx(TABLE),
        'The name ends in ".docx" but the content is not DOCX. It looks like this: "MS Office '
        'Open XML Format Document".',
    ),
    "macros": (
        "a.docx",
        with_part(word(), "word/vbaProject.bin"),
        "The file contains macros. Save it without macros.",
    ),
    "a program inside": (
        "a.docx",
        with_part(word(), "word/embeddings/oleObject1.bin"),
        "Another file that may be a program is embedded. Remove it.",
    ),
    "a password": (
        "a.odt",
        with_part(
            with_part(b"", "mimetype", uploads.ODT.media_type.encode()),
            "META-INF/manifest.xml",
            b"<encryption-data/>",
        ),
        "The file is protected by a password. Save it without one.",
    ),
    "a bomb": (
        "a.xlsx",
        with_part(b"", "xl/workbook.xml", bytes(30_000_000)),
        "The file would unpack to 30 MB, more than we open. Remove unused rows and formatting, or "
        "send it in parts.",
    ),
    "an archive after a PDF": (
        "a.pdf",
        with_part(PDF, "a.exe"),
        "The file is an archive disguised as something else.",
    ),
    "an archive with a comment": (
        "a.ods",
        with_part(sheets.write_ods(TABLE), "x", comment=b"<script>"),
        "The file is an archive disguised as something else.",
    ),
    "a PDF that runs": (
        "a.pdf",
        PDF + b"<</S/JavaScript/JS(app.alert)>>",
        'The PDF carries a program. Print it to a new PDF ("Save as PDF") and send that.',
    ),
    "a picture with a tail": (
        "a.png",
        PNG + b"<script>alert(1)</script>",
        "Something follows the end of the picture. Save it again.",
    ),
    "too large": ("a.txt", b"x" * 1_000_001, "The file is larger than 1 MB."),
}


@pytest.mark.parametrize(("filename", "data", "sentence"), BAD.values(), ids=BAD)
def test_a_bad_upload_has_its_sentence(filename: str, data: bytes, sentence: str) -> None:
    with pytest.raises(sheets.Refused) as refused:
        uploads.receive(io.BytesIO(data), filename=filename, to=io.BytesIO(), limit=1_000_000)
    assert str(refused.value) == sentence


def test_a_script_across_two_chunks_of_a_pdf_is_seen() -> None:
    padding = b"%" * (uploads.CHUNK - len(PDF) - 5)
    with pytest.raises(sheets.Refused, match="carries a program"):
        uploads.sniff(io.BytesIO(PDF + padding + b"/JavaScript (x)"), filename="a.pdf")


def test_every_allowed_kind_gives_its_reason() -> None:
    assert all(kind.reason for kind in uploads.ALLOWED)
    endings = [extension for kind in uploads.ALLOWED for extension in kind.extensions]
    assert len(set(endings)) == len(endings)


def test_a_download_is_never_shown_or_guessed_at() -> None:
    headers = uploads.download_headers(filename='réport "1".pdf', kind=uploads.PDF)
    assert headers["Content-Disposition"] == (
        "attachment; filename=\"r_port _1_.pdf\"; filename*=UTF-8''r%C3%A9port%20%221%22.pdf"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
