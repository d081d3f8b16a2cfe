"""XML parts read as a stream: entities refused, memory bounded, namespaces set aside."""

from collections.abc import Collection, Iterator
from typing import IO
from xml.etree.ElementTree import Element

from defusedxml import ElementTree

from headwater.govuk.sheets import faults

DEPTH = 100
"""Elements inside one another; real workbooks stay below twenty."""

PIECES = 100_000
"""Elements within one row or text."""


def walk(
    part: IO[bytes], *, keep: Collection[str], enter: Collection[str] = ()
) -> Iterator[tuple[str, Element]]:
    """Yields ("end", element) for each whole element named in `keep`, which is then forgotten.

    Elements named in `enter` also give ("start", element) and ("end", element), without their
    content. Names are local names: the strict and the transitional namespaces of XLSX alike.
    Raises `faults.Refused` for markup deeper or denser than a table needs, and what the parser
    raises, which `archives.damage_refused` turns into a sentence.
    """
    stack: list[Element] = []
    kept_from: int | None = None
    pieces = 0
    for event, element in ElementTree.iterparse(part, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            element.tag = local = element.tag.rpartition("}")[2]
            stack.append(element)
            pieces += 1
            if len(stack) > DEPTH or pieces > PIECES:
                raise faults.refuse("A row of the file has more parts than a table needs.")
            if kept_from is None:
                if local in keep:
                    kept_from = len(stack)
                elif local in enter:
                    yield "start", element
            continue
        stack.pop()
        if kept_from is not None and len(stack) >= kept_from:
            continue
        if kept_from is not None or element.tag in enter:
            kept_from = None
            yield "end", element
        pieces = 0
        if stack:
            stack[-1].remove(element)


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its local name, whatever its namespace."""
    value = element.get(name)
    if value is not None:
        return value
    end = "}" + name
    return next((held for key, held in element.items() if key.endswith(end)), None)
