"""The rights screen: what no framework may ask, however it is worded or disguised.

The words are data (`library/rights/rules`), so that they can be corrected without code. The screen
fails closed: a harmless sentence that uses a refused word is refused too, and its author rewords it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

import pydantic

from headwater.kernel.packs import disguise, envelope, source
from headwater.kernel.packs.envelope import Part, Slug, Text
from headwater.kernel.packs.source import Place, Value

type Pattern = Annotated[str, pydantic.StringConstraints(pattern=r"\S")]
type Found = tuple[Place, str]
type _Reading = tuple[Place, Sequence[str]]


class Rule(Part):
    """One thing that may not be asked.

    Any one of `patterns` in one text refuses it; every one of `together`, anywhere in one item,
    refuses the item.
    """

    id: Slug
    refusal: Text
    reason: Text
    source: Text
    patterns: list[Pattern] = []
    together: list[Pattern] = []


class Structure(Part):
    """A value of a field that refuses the item that holds it."""

    field: Slug
    value: Text
    refusal: Text


class Rights(envelope.Pack):
    """The pack of rules."""

    kind: Literal["rights"]
    words: dict[Slug, Pattern]
    allowed: list[Pattern]
    rules: Annotated[list[Rule], pydantic.Field(min_length=1)]
    structure: list[Structure]


@dataclass(frozen=True, slots=True)
class _Compiled:
    id: str
    refusal: str
    patterns: re.Pattern[str] | None
    together: tuple[re.Pattern[str], ...]


class Screen:
    """The rules, ready to read a pack."""

    def __init__(self, rights: Rights) -> None:
        self._words = rights.words
        self._allowed = self._compiled(rights.allowed)
        self._structure = rights.structure
        self._rules = [
            _Compiled(
                id=rule.id,
                refusal=rule.refusal,
                patterns=self._compiled(rule.patterns) if rule.patterns else None,
                together=tuple(self._compiled([pattern]) for pattern in rule.together),
            )
            for rule in rights.rules
        ]

    def refusals(self, values: Mapping[str, Value]) -> Iterator[Found]:
        """Each place of the pack that asks what may not be asked, with its sentence."""
        for place, item in _items(values):
            if isinstance(item, dict) and item.get("historical") is True:
                continue
            yield from self._of_structure(place, item)
            yield from self._of_item(list(texts(item, place)))

    def _of_structure(self, place: Place, item: Value) -> Iterator[Found]:
        if isinstance(item, dict):
            for rule in self._structure:
                if item.get(rule.field) == rule.value:
                    yield (*place, rule.field), rule.refusal

    def _of_item(self, found: Sequence[tuple[Place, str]]) -> Iterator[Found]:
        readings = [
            (place, [self._allowed.sub(" | ", each) for each in disguise.readings(text)])
            for place, text in found
        ]
        cut = disguise.words_cut_in_two(found)
        for rule in self._rules:
            told = list(_any_of(rule, readings)) or list(_any_of(rule, cut))
            yield from told or _all_of(rule, readings)

    def _compiled(self, patterns: Sequence[str]) -> re.Pattern[str]:
        either = "|".join(_expanded(pattern, self._words) for pattern in patterns)
        return re.compile(rf"(?<!\S)(?:{either})(?!\S)")


def unreadable(rights: Rights) -> Iterator[Found]:
    """Each pattern that names no list of words, or that is no regular expression."""
    places: list[tuple[Place, str]] = [(("words", n), each) for n, each in rights.words.items()]
    places += [(("allowed", n), each) for n, each in enumerate(rights.allowed)]
    for n, rule in enumerate(rights.rules):
        places += [(("rules", n, "patterns", m), each) for m, each in enumerate(rule.patterns)]
        places += [(("rules", n, "together", m), each) for m, each in enumerate(rule.together)]
    for place, pattern in places:
        try:
            re.compile(_expanded(pattern, rights.words))
        except KeyError as unknown:
            yield place, f"There is no list of words called {unknown.args[0]}."
        except re.PatternError as error:
            yield place, f"This is no regular expression: {error.msg}."


def _expanded(pattern: str, words: Mapping[str, str]) -> str:
    """The pattern with its gaps and its lists of words written out."""
    pattern = re.sub(r" <gap(\d)> ", r"(?: [^ |]+){0,\1}? ", pattern.strip())
    return re.sub(r"<([a-z]+)>", lambda name: f"(?:{words[name.group(1)].strip()})", pattern)


def _any_of(rule: _Compiled, readings: Sequence[_Reading]) -> Iterator[Found]:
    if rule.patterns is None:
        return
    for place, each in readings:
        match = next((found for text in each if (found := rule.patterns.search(text))), None)
        if match:
            yield place, f"{rule.refusal} It says “{match.group().strip()}”."


def _all_of(rule: _Compiled, readings: Sequence[_Reading]) -> Iterator[Found]:
    if not rule.together:
        return
    places = []
    for pattern in rule.together:
        place = next(
            (place for place, each in readings if any(pattern.search(text) for text in each)), None
        )
        if place is None:
            return
        places.append(place)
    yield places[0], f"{rule.refusal} This item says so in its parts taken together."


def texts(value: Value, place: Place) -> Iterator[tuple[Place, str]]:
    """Every text under a value, with its place; a number is read beside the name of its field."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from texts(child, (*place, key))
    elif isinstance(value, list):
        for n, child in enumerate(value):
            yield from texts(child, (*place, n))
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int):
        yield place, f"{place[-1]} {value}"
    elif isinstance(value, str):
        yield place, value


def _items(values: Mapping[str, Value]) -> Iterator[tuple[Place, Value]]:
    for name, value in values.items():
        if isinstance(value, list):
            for n, item in enumerate(value):
                yield (name, n), item
        else:
            yield (name,), value


@functools.cache
def screen() -> Screen:
    """The screen of the newest released rules in the library."""
    found = [source.read(path).values for path in envelope.LIBRARY.glob("rights/rules/*.yaml")]
    released = [values for values in found if values["status"] == "released"]
    newest = max(released, key=lambda values: _number(str(values["version"])))
    return Screen(Rights.model_validate(newest))


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
