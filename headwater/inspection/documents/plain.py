"""A document's words without form, and the numbers printed among them with their places."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from headwater.inspection.documents import tree


@dataclass(frozen=True)
class Printed:
    """A number in the running text and where it stands, such as ``paragraph 3.1``."""

    place: str
    number: tree.Number


def words(inlines: Iterable[tree.Inline]) -> str:
    """The text of a line of words."""
    parts = []
    for each in inlines:
        match each:
            case tree.Words(text) | tree.Number(text) | tree.Cited(text):
                parts.append(text)
            case tree.Styled(_, children) | tree.LinkTo(_, children):
                parts.append(words(children))
            case tree.Break():
                parts.append("\n")
            case tree.Unknown(raw):
                parts.append(raw)
    return "".join(parts)


def passages(document: tree.Document, name: str) -> list[str]:
    """The paragraphs that name a body, with their numbers."""
    found = []
    for place, inlines in lines(document):
        text = words(inlines)
        if name.casefold() in text.casefold():
            found.append(f"{place[0].upper()}{place[1:]}: {text}")
    return found


def printed(document: tree.Document) -> list[Printed]:
    """Every number in the running text, in order."""
    return [
        Printed(place, number) for place, inlines in lines(document) for number in _numbers(inlines)
    ]


def taken_over(document: tree.Document) -> Iterator[tuple[int, str, str]]:
    """What is printed of recommendations and notes: the chapter's number, the place, and the text."""
    for chapter in document.chapters:
        for block in chapter.blocks:
            match block:
                case tree.Recommendation(number, text, clauses):
                    place = f"recommendation {number}"
                    yield chapter.number, place, text
                    for clause in clauses:
                        for part in (clause.text, clause.lead, clause.supporting):
                            yield chapter.number, f"{place}, clause {clause.mark}", part
                case tree.Note(title, text, caution):
                    for part in (title, text, caution):
                        yield chapter.number, f"the note “{title}”", part


def lines(document: tree.Document) -> Iterator[tuple[str, Iterable[tree.Inline]]]:
    """Every paragraph and heading with its place; what has no number stands below what has."""
    for chapter in document.chapters:
        place = f"chapter {chapter.number}"
        for block in chapter.blocks:
            if isinstance(block, tree.Paragraph) and block.number:
                place = f"paragraph {block.number}"
                yield place, block.children
            else:
                below = place if place.startswith("below") else f"below {place}"
                yield from ((below, inlines) for inlines in _inner(block))


def _inner(block: tree.Block) -> Iterator[Iterable[tree.Inline]]:
    match block:
        case tree.Paragraph(children) | tree.Heading(_, children):
            yield children
        case tree.Bullets(_, items):
            for item in items:
                for inner in item:
                    yield from _inner(inner)
        case tree.Quotation(blocks):
            for inner in blocks:
                yield from _inner(inner)


def _numbers(inlines: Iterable[tree.Inline]) -> Iterator[tree.Number]:
    for each in inlines:
        if isinstance(each, tree.Number):
            yield each
        elif isinstance(each, tree.Styled | tree.LinkTo):
            yield from _numbers(each.children)
