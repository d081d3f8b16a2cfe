"""Numbers typed by hand: found in a chapter's Markdown, line by line.

A report's numbers come from references, so that they cannot differ from the answers. A digit that
somebody typed is refused at publication unless it belongs to a date, to the number of a place in a
document (paragraph, section, footnote, table and the like), or stands in a reference (which also
marks a cited fact). A number written in words gets a warning, because "half" and "three forces"
cannot be followed to what they count either.

Digits are those of every script: what Unicode calls a decimal digit, a number letter or another
number (``٣``, ``３``, ``½``, ``Ⅷ``, ``²``). Roman numerals in ordinary letters are words. Only
ASCII digits can make a date or the number of a place, so that nothing is hidden behind look-alikes.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_TO = r"\s*(?:–|—|-|to|and|until)\s*"
_START, _END = r"(?<![\w£$€.,/%‑-])", r"(?![\w%‰°]|[.,/:]\d|-\w)"
_BEFORE_YEAR = (
    r"(?:(?i:in|since|by|until|till|from|before|after|during|between|year|early|late|mid|around"
    r"|spring|summer|autumn|winter)|Easter|Christmas|Act|Order|Regulations?|Rules?|Scheme|©)"
)
_AFTER_YEAR = (
    r"(?=\s*(?:$|[.,;:)\]!?’”\"'…*_–—]|(?:and|to|or|until|was|were|is|had|has|have|the|a|an|with"
    r"|when|which|who|but|by|for|on|at|as|there|it|its|they|this|that|these|those|we|after|before"
    r"|did|would|could|all|only|not|no|inspectors|\{\{)(?:\b|(?<=\{))))"
)
_YEAR_OF = (
    r"(?=\s+(?:inspection|report|strategy|round|plan|act|guidance|review|edition|figures|data"
    r"|framework|programme|survey|census|election|budget|document|return|returns|visits)\b)"
)
_PLACE = (
    r"(?:paragraphs?|paras?\.?|sections?|sect?\.|chapters?|ch\.|footnotes?|notes?|annex(?:es)?"
    r"|appendix|appendices|app\.?|tables?|figures?|charts?|boxe?s?|pages?|pp?\.|recommendations?"
    r"|schedules?|articles?|clauses?|parts?|volumes?|vol\.|ss?\.|§|¶)"
)
_LABEL = r"(?:[A-Z]\.?)?\d{1,4}[a-z]?(?:\.\d{1,3})*(?:\(\w{1,3}\))*"
_FAR_DATE = rf"{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?"

DATES = (
    rf"{_DAY}(?:{_TO}{_DAY})?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?(?:{_TO}{_FAR_DATE})?",
    rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",
    rf"{_MONTH}(?:{_TO}{_MONTH})?\s+{_YEAR}(?:{_TO}(?:{_MONTH}\s+)?{_YEAR})?",
    rf"{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])",
    r"(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])/(?:1[5-9]|20)?\d\d",
    rf"{_YEAR}[-–/](?:{_YEAR}|\d\d?)",
)
_ALLOWED = (
    # Markdown's own signs: a numbered list, where a link leads, the mark of a footnote.
    re.compile(r"^\s*(?:>\s*)*(?:[-*+]\s+)*\d{1,9}[.)](?=\s)"),
    re.compile(r"(?<=\])\(\s*<?[^\s()<>]*>?(?=[\s)])"),
    re.compile(r"\[\^\w{1,20}\]"),
    *(re.compile(rf"{_START}{date}{_END}") for date in DATES),
    re.compile(
        rf"\b{_BEFORE_YEAR}\s+(?:the\s+)?(?:end\s+of\s+)?{_YEAR}(?:{_TO}{_YEAR})?{_END}{_AFTER_YEAR}"
    ),
    re.compile(rf"{_START}{_YEAR}{_END}{_YEAR_OF}"),
    re.compile(rf"\b{_PLACE}\s*{_LABEL}(?:(?:,\s*|{_TO}){_LABEL})*{_END}", re.I),
    re.compile(rf"{_START}\d{{1,2}}(?:\.\d{{1,3}}){{2,4}}{_END}"),
)
REFERENCE = re.compile(r"\{\{[^{}\n]*\}\}")

_UNITS = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fourty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
]
_WORDS = re.compile(
    r"\b(?:(?:one|two|three|four|five|six|seven|eight|nine|ten)[\s-](?:halves|half|thirds?|quarters?"
    r"|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)"
    r"|one\s+in\s+\w+|one\s+out\s+of|one\s+(?:force|body|subject|council|hundred|thousand)"
    r"|(?:a|the|one)\s+(?:third|quarter|fifth|tenth)\s+of"
    r"|half(?!-way)|thirds|quarters|dozens?|scores\s+of|couple|twice|thrice|double|treble|nought|zero"
    r"|hundreds?|thousands?|millions?|billions?|per\s+cent|percent"
    rf"|(?:{'|'.join(_UNITS)})(?:[\s-](?:one|{'|'.join(_UNITS[:8])}))?)\b",
    re.I,
)


@dataclass(frozen=True)
class Found:
    """A number typed by hand. ``line`` counts from 1; in words it is only a warning."""

    line: int
    text: str
    is_word: bool = False


def scan(text: str) -> list[Found]:
    """Every number typed by hand in a text, in order: digits, then words, of each line.

    What stands in a reference is not typed by hand, whatever it holds.
    """
    found: list[Found] = []
    for number, line in enumerate(text.splitlines(), start=1):
        shown = html.unescape(REFERENCE.sub(_blank, line))
        found += (Found(number, token) for token in _digits(shown))
        found += (Found(number, word[0], is_word=True) for word in _WORDS.finditer(shown))
    return found


def _digits(line: str) -> Iterator[str]:
    """The words of a line that hold a digit that nothing allows."""
    if not any(map(_is_digit, line)):
        return
    left = line
    for allowed in _ALLOWED:
        left = allowed.sub(_blank, left)
    for word in re.finditer(r"\S+", left):
        if any(map(_is_digit, word[0])):
            yield line[word.start() : word.end()].strip(".,;:()[]{}\"'“”‘’*_>!?")


def _is_digit(sign: str) -> bool:
    return unicodedata.category(sign) in {"Nd", "Nl", "No"}


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
