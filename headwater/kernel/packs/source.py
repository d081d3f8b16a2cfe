"""Reads one YAML file into plain values, remembering the line of every field.

Only a small, safe part of YAML is read: mappings with text keys, sequences, and the scalars text,
whole number, true or false, date and null. Anchors, aliases and tags are refused, so that a small
file cannot unfold into a large one or build an object. Words such as `yes` and `no`, and numbers
with a point such as `1.0`, are text.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from headwater.kernel.packs import faults

type Place = tuple[str | int, ...]
type Value = str | int | bool | datetime.date | list[Value] | dict[str, Value] | None

LARGEST_FILE = 1_000_000
"""The largest pack, in bytes."""
DEEPEST_NESTING = 12
MOST_NODES = 50_000


class _Loader(yaml.CSafeLoader):
    """The safe loader, with fewer kinds of scalar."""

    yaml_implicit_resolvers = {}


_STR = "tag:yaml.org,2002:str"
_NULL = "tag:yaml.org,2002:null"
_BOOL = "tag:yaml.org,2002:bool"
_INT = "tag:yaml.org,2002:int"
_DATE = "tag:yaml.org,2002:timestamp"
_Loader.add_implicit_resolver(_NULL, re.compile(r"^(?:~|null|)$"), ["~", "n", ""])
_Loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|false)$"), ["t", "f"])
_Loader.add_implicit_resolver(_INT, re.compile(r"^-?(?:0|[1-9][0-9]{0,17})$"), list("-0123456789"))
_Loader.add_implicit_resolver(_DATE, re.compile(r"^\d{4}-\d\d-\d\d$"), list("0123456789"))


@dataclass(slots=True)
class Source:
    """The values of one file and the line on which each field begins."""

    path: Path
    values: dict[str, Value] = field(default_factory=dict)
    lines: dict[Place, int] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """The line of the field, or of the nearest field around it that the file has."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def fault(self, place: Place, reason: str) -> faults.PackFault:
        """A fault at this place of the file."""
        return faults.PackFault(self.path, self.line(place), spell(place), reason)


def spell(place: Place) -> str:
    """The path of a field as a person writes it: `findings[3].label`."""
    spelt = ""
    for step in place:
        spelt += f"[{step}]" if isinstance(step, int) else f".{step}" if spelt else step
    return spelt


def read(path: Path) -> Source:
    """Reads the file.

    Raises PackRefused when it is too large, not UTF-8, not YAML, or uses a part of YAML that packs
    do not have.
    """
    source = Source(path)
    text = _text(source)
    try:
        found = list(_unsafe_parts(source, text))
        if found:
            raise faults.PackRefused(found)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = f"This is not YAML: {error.problem or error.context}."
        raise faults.PackRefused([faults.PackFault(path, line, "", problem)]) from error
    except yaml.YAMLError as error:
        problem = "This is not YAML: it holds a character that YAML does not allow."
        raise faults.PackRefused([faults.PackFault(path, 1, "", problem)]) from error
    if not isinstance(node, yaml.MappingNode):
        raise faults.PackRefused([source.fault((), "A pack is one mapping of fields.")])
    _Builder(source).fill(node)
    return source


def _text(source: Source) -> str:
    if source.path.stat().st_size > LARGEST_FILE:
        reason = f"A pack may hold at most {LARGEST_FILE} bytes."
        raise faults.PackRefused([source.fault((), reason)])
    try:
        return source.path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        reason = "A pack is written in UTF-8, and this byte is not."
        raise faults.PackRefused([faults.PackFault(source.path, line, "", reason)]) from error


def _unsafe_parts(source: Source, text: str) -> Iterator[faults.PackFault]:
    depth = nodes = documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        reason = ""
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.NodeEvent):
            nodes += 1
            if isinstance(event, yaml.AliasEvent) or event.anchor:
                reason = "Anchors and aliases are not allowed: write the value out."
            elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag:
                reason = "Tags are not allowed: a pack holds plain values."
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
        if documents > 1:
            reason = "One file holds one pack."
        if reason:
            yield faults.PackFault(source.path, line, "", reason)
        if depth > DEEPEST_NESTING or nodes > MOST_NODES:
            reason = f"A pack nests at most {DEEPEST_NESTING} deep and has {MOST_NODES} values."
            yield faults.PackFault(source.path, line, "", reason)
            return


class _Builder:
    """Turns nodes into values and gathers what is wrong on the way."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.faults: list[faults.PackFault] = []

    def fill(self, root: yaml.MappingNode) -> None:
        self.source.lines[()] = root.start_mark.line + 1
        self.source.values = self._mapping(root, ())
        if self.faults:
            raise faults.PackRefused(self.faults)

    def _value(self, node: yaml.Node, place: Place) -> Value:
        self.source.lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(child, (*place, n)) for n, child in enumerate(node.value)]
        return self._scalar(node, place)

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = key_node.value
            if not isinstance(key, str) or key_node.tag != _STR:
                self._refuse(line, place, "The name of a field is text; put it in quotes.")
                continue
            if key in values:
                self._refuse(line, (*place, key), "This field is given twice.")
                continue
            self.source.lines[(*place, key)] = line
            values[key] = self._value(value_node, (*place, key))
        return values

    def _scalar(self, node: yaml.Node, place: Place) -> Value:
        text = str(node.value)
        match node.tag:
            case t if t == _NULL:
                return None
            case t if t == _BOOL:
                return text == "true"
            case t if t == _INT:
                return int(text)
            case t if t == _DATE:
                return self._date(text, node, place)
        return text

    def _date(self, text: str, node: yaml.Node, place: Place) -> Value:
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            self._refuse(node.start_mark.line + 1, place, f"{text} is not a day of the calendar.")
            return None

    def _refuse(self, line: int, place: Place, reason: str) -> None:
        self.faults.append(faults.PackFault(self.source.path, line, spell(place), reason))
