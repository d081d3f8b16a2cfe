"""`python -m docs.translations`: gather every string, keep what is translated, compile it.

Strings come from `_()`, `gettext`, `ngettext` and their lazy forms, in Python and in templates. A
string without a translation falls back to English. No gettext programs are needed. With `--check`
it fails when the compiled catalogue is not that of the text beside it.
"""

import argparse
import io
import sys
from pathlib import Path

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("cy",)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
METHODS = [
    ("**/tests/**", "ignore"),
    ("**/migrations/**", "ignore"),
    ("**.py", "python"),
    ("**.jinja", "jinja2"),
    ("**.html", "jinja2"),
]


OPTIONS = {
    pattern: {"extensions": "jinja2.ext.do,jinja2.ext.loopcontrols", "silent": "false"}
    for pattern, method in METHODS
    if method == "jinja2"
}


def strings() -> Catalog:
    """Every string of the house, without its place: places change with each edit."""
    found = Catalog(project="Headwater", charset="utf-8")
    rows = extract_from_dir(ROOT / "headwater", METHODS, OPTIONS, KEYWORDS)
    for _file, _line, message, comments, context in rows:
        found.add(message, auto_comments=comments, context=context)
    return found


def update(language: str) -> tuple[int, int]:
    """Bring one language's text up to date and compile it; how many are translated, of how many."""
    path = _text(language)
    with path.open("rb") as file:
        catalog = pofile.read_po(file, locale=language)
    made_at = catalog.creation_date
    catalog.update(strings(), no_fuzzy_matching=True)
    catalog.creation_date, catalog.fuzzy = made_at, False
    catalog.header_comment = "# Headwater in another language. Update with: make docs"
    catalog.obsolete.clear()
    with path.open("wb") as file:
        pofile.write_po(file, catalog, sort_output=True, omit_header=False, width=100)
    path.with_suffix(".mo").write_bytes(compiled(language))
    return sum(_is_whole(message) for message in catalog if message.id), len(catalog)


def _is_whole(message: Message) -> bool:
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(forms)


def compiled(language: str) -> bytes:
    """The compiled form of a language's text."""
    with _text(language).open("rb") as file:
        catalog = pofile.read_po(file, locale=language)
    out = io.BytesIO()
    mofile.write_mo(out, catalog)
    return out.getvalue()


def _text(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def main() -> int:
    """Update every language, or with --check name those whose compiled form is stale."""
    parser = argparse.ArgumentParser(prog="python -m docs.translations", description=__doc__)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        stale = [
            one for one in LANGUAGES if _text(one).with_suffix(".mo").read_bytes() != compiled(one)
        ]
        for language in stale:
            print(f"locale/{language} is not compiled. Run: make docs", file=sys.stderr)
        return 1 if stale else 0
    for language in LANGUAGES:
        done, count = update(language)
        print(f"locale/{language}: {done} of {count} strings translated", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
