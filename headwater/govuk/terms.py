"""Acronyms in a text, so that a page can show what each of them means.

``HEADWATER_TERMS`` in the settings is the dotted path of a callable that returns meanings by
acronym; the application that uses the kit owns the glossary, and the kit only finds its words.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string


class Piece(NamedTuple):
    """A stretch of text, and its meaning when it is an acronym that the glossary has."""

    text: str
    meaning: str


def pieces(text: str) -> list[Piece]:
    """The text in order, cut where acronyms stand; only the first use of each is explained."""
    found = known()
    if not found:
        return [Piece(text, "")]
    seen: set[str] = set()
    cut = []
    for part in _pattern(tuple(found)).split(str(text)):
        meaning = "" if part in seen else found.get(part, "")
        if meaning:
            seen.add(part)
        if part:
            cut.append(Piece(part, meaning))
    return cut


def known() -> Mapping[str, str]:
    """Meanings by acronym; none when the settings name no glossary."""
    path = getattr(settings, "HEADWATER_TERMS", "")
    if not path:
        return {}
    find: Callable[[], Mapping[str, str]] = import_string(path)
    return find()


@lru_cache(maxsize=4)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)")
