"""A chapter's Markdown read into blocks, with its references found but not yet looked up.

CommonMark without HTML, images, code and link definitions: what an author types is text, and text is
escaped wherever it is drawn. References are found before emphasis is, so that ``_`` and ``*`` in
them mean nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import markdown_it
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from headwater.inspection.documents import numbers, tree

Resolve = Callable[[str, int], tree.Inline | tree.Block | None]
"""What stands in place of a reference, by its spelling and line; None for nothing."""

_TAKEN_IN = [
    "paragraph",
    "heading",
    "lheading",
    "list",
    "blockquote",
    "emphasis",
    "link",
    "entity",
    "escape",
    "newline",
    "balance_pairs",
    "fragments_join",
]


def _reference(state: StateInline, silent: bool) -> bool:
    match = numbers.REFERENCE.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push("reference", "", 0)
        token.content = match[0]
    state.pos = match.end()
    return True


def _parser() -> markdown_it.MarkdownIt:
    parser = markdown_it.MarkdownIt("zero", {"html": False, "linkify": False, "typographer": False})
    parser.enable(_TAKEN_IN)
    parser.inline.ruler.before("escape", "reference", _reference)
    return parser


_PARSER = _parser()


@dataclass
class Reading:
    """Reads one chapter. ``numbered`` gives each paragraph of the chapter its number."""

    resolve: Resolve
    numbered: Callable[[], str]
    id_prefix: str
    _tokens: list[Token] = field(default_factory=list)
    _at: int = 0
    _heading_count: int = 0

    def blocks(self, text: str) -> list[tree.Block]:
        """The blocks of a text in order."""
        self._tokens, self._at = _PARSER.parse(text), 0
        return list(self._until("", is_top=True))

    def _until(self, end: str, *, is_top: bool = False) -> Iterator[tree.Block]:
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if token.type == end:
                return
            yield from self._block(token, is_top=is_top)

    def _block(self, token: Token, *, is_top: bool) -> Iterator[tree.Block]:
        match token.type:
            case "heading_open":
                inline = self._next_inline()
                self._heading_count += 1
                level = min(max(int(token.tag[1]) - 1, 1), 3)
                name = f"{self.id_prefix}-section-{self._heading_count}"
                yield tree.Heading(level, self._inlines(inline), name)
            case "paragraph_open":
                yield from self._paragraph(self._next_inline(), is_top=is_top)
            case "bullet_list_open" | "ordered_list_open":
                is_ordered = token.type == "ordered_list_open"
                end = token.type.replace("open", "close")
                yield tree.Bullets(is_ordered, list(self._items(end)))
            case "blockquote_open":
                yield tree.Quotation(list(self._until("blockquote_close")))

    def _next_inline(self) -> Token:
        """The words of the block just opened; its closing is passed over."""
        inline = self._tokens[self._at]
        self._at += 2
        return inline

    def _items(self, end: str) -> Iterator[list[tree.Block]]:
        while self._tokens[self._at].type != end:
            self._at += 1
            yield list(self._until("list_item_close"))
        self._at += 1

    def _paragraph(self, inline: Token, *, is_top: bool) -> Iterator[tree.Block]:
        """A paragraph, or the tables and charts for which references alone in it stand."""
        children = self._children(inline)
        words: list[tree.Inline] = []
        for child in children:
            if isinstance(child, _INLINE):
                words.append(child)
                continue
            yield from self._words(words, is_top=is_top)
            words = []
            yield child
        yield from self._words(words, is_top=is_top)

    def _words(self, words: list[tree.Inline], *, is_top: bool) -> Iterator[tree.Block]:
        if any(not isinstance(w, tree.Words | tree.Break) or _text(w).strip() for w in words):
            yield tree.Paragraph(tuple(words), self.numbered() if is_top else "")

    def _inlines(self, inline: Token) -> tuple[tree.Inline, ...]:
        """The words of a heading, in which no block can stand."""
        found = self._children(inline)
        return tuple(child for child in found if isinstance(child, _INLINE))

    def _children(self, inline: Token) -> list[tree.Inline | tree.Block]:
        line = (inline.map or [0])[0] + 1
        stack: list[tuple[Token | None, list[tree.Inline | tree.Block]]] = [(None, [])]
        for token in inline.children or []:
            if token.type in {"softbreak", "hardbreak"}:
                line += 1
            if token.nesting == 1:
                stack.append((token, []))
            elif token.nesting == -1:
                opened, inner = stack.pop()
                stack[-1][1].extend(_wrapped(opened, inner))
            elif (made := self._leaf(token, line)) is not None:
                stack[-1][1].append(made)
        return stack[0][1]

    def _leaf(self, token: Token, line: int) -> tree.Inline | tree.Block | None:
        match token.type:
            case "reference":
                return self.resolve(token.content, line)
            case "softbreak":
                return tree.Words(" ")
            case "hardbreak":
                return tree.Break()
        return tree.Words(token.content) if token.content else None


def _wrapped(
    opened: Token | None, inner: list[tree.Inline | tree.Block]
) -> Sequence[tree.Inline | tree.Block]:
    """Words with weight or a link; a block among them stands by itself."""
    if opened is None or not all(isinstance(child, _INLINE) for child in inner):
        return inner
    words = tuple(child for child in inner if isinstance(child, _INLINE))
    if opened.type == "link_open":
        href = str(opened.attrGet("href") or "")
        return [tree.LinkTo(href, words)] if _is_fair(href) else words
    return [tree.Styled("strong" if opened.type == "strong_open" else "emphasis", words)]


_INLINE = (
    tree.Words,
    tree.Styled,
    tree.LinkTo,
    tree.Break,
    tree.Number,
    tree.Cited,
    tree.Unknown,
)


def _is_fair(href: str) -> bool:
    """Whether a link leads to the open web or to a place in this document."""
    return href.startswith("#") or urlsplit(href).scheme in {"http", "https"}


def _text(inline: tree.Inline) -> str:
    return inline.text if isinstance(inline, tree.Words) else ""
