"""Undoes the ways in which a word can be hidden from a reader of words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from headwater.kernel.packs.source import Place

_EUROPEAN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ł": "l"}
)
_FIGURES_AS_LETTERS = str.maketrans("013457@$!|", "oieastasil")
_BETWEEN_LETTERS = re.compile(r"(?<=[^\W\d])[-‐‑‒–—_.*·•'’`/\\+~^]+(?=[^\W\d])")
_NOT_A_WORD = re.compile(r"[^a-z0-9%>=≥]+")
_SIGNS = re.compile(r"(>=|≥|>|=)")
_LONE_LETTERS = re.compile(r"(?<!\S)(?:[a-z] ){3,}[a-z](?!\S)")


def strange_character(text: str) -> str | None:
    """A sentence about the first character that has no place in English words, if there is one."""
    for character in unicodedata.normalize("NFKC", text):
        category = unicodedata.category(character)
        name = unicodedata.name(character, f"U+{ord(character):04X}").lower()
        if category in {"Cf", "Co", "Cn", "Cs"}:
            return f"This text hides a character that nobody can see ({name}); take it out."
        if category.startswith("L") and not re.fullmatch("[a-z]+", _plain(character)):
            return f"This text has a letter that is not of the English or Welsh alphabet ({name})."
    return None


def readings(text: str) -> set[str]:
    """The ways to read a text: words in small letters with single spaces.

    One reading takes hyphens and the like for spaces, one takes them for nothing, one takes
    figures for the letters that they look like; lone letters in a row are read as a word.
    """
    plain = _plain(text)
    joined = _BETWEEN_LETTERS.sub("", plain)
    disguised = " ".join(
        word.translate(_FIGURES_AS_LETTERS) if re.search(r"[a-z]", word) else word
        for word in joined.split()
    )
    return {_words(each) for each in (plain.replace("'", "").replace("’", ""), joined, disguised)}


def words_cut_in_two(
    found: Sequence[tuple[Place, str]],
) -> list[tuple[Place, Sequence[str]]]:
    """The words that the end of each text makes with the starts of those after it."""
    words = [(place, _words(_plain(text)).split()) for place, text in found]
    return [
        (place, [ending[-1] + after[0] for _, after in words[n + 1 :] if after])
        for n, (place, ending) in enumerate(words)
        if ending
    ]


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    seen = (c for c in parts if unicodedata.category(c) not in {"Mn", "Cf"})
    return "".join(seen).translate(_EUROPEAN)


def _words(plain: str) -> str:
    spaced = _NOT_A_WORD.sub(" ", _SIGNS.sub(r" \1 ", plain)).replace("> =", ">=").strip()
    return _LONE_LETTERS.sub(lambda letters: letters.group().replace(" ", ""), spaced)
