"""References: what an author writes in place of a number, table or chart.

``{{ kind name=value name=value }}``, on one line. Some stand within a sentence, the others alone in
a paragraph of their own. ``KINDS`` is the list of them, and the guide beside the editor is drawn
from it.
"""

import re
from dataclasses import dataclass, field

from headwater.inspection.documents import numbers


class Unreadable(ValueError):
    """A reference that cannot be looked up; the text is a sentence for its author."""


@dataclass(frozen=True)
class Kind:
    """One kind of reference: the names that it takes, one set of them, and how it is explained."""

    name: str
    takes: tuple[tuple[str, ...], ...]
    optional: tuple[str, ...] = ()
    is_block: bool = False
    gives: str = ""
    example: str = ""


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "percent",
            (("finding",), ("stage", "capability"), ("comparison", "capability")),
            ("cohort", "answer"),
            gives="The percentage of bodies; cohort is all and answer is yes unless you say more",
            example="{{ percent finding=av-fsa cohort=priority answer=yes }}",
        ),
        Kind(
            "count",
            (("finding",), ("stage", "capability"), ("comparison", "capability")),
            ("cohort", "answer"),
            gives="How many bodies",
            example="{{ count finding=av-fsa cohort=all answer=no }}",
        ),
        Kind(
            "asked",
            (("finding",), ("comparison", "capability")),
            ("cohort",),
            gives="How many bodies were asked: the denominator",
            example="{{ asked finding=av-fsa cohort=all }}",
        ),
        Kind(
            "bodies",
            ((),),
            ("cohort",),
            gives="How many bodies were inspected",
            example="{{ bodies }}",
        ),
        Kind(
            "cited",
            (("text",),),
            gives="A fact from elsewhere, with a footnote that names its source",
            example="{{ cited £7,239,000 }}",
        ),
        Kind(
            "table",
            (("capability",),),
            is_block=True,
            gives="The table of a capability’s findings",
            example="{{ table capability=assessing-vulnerability }}",
        ),
        Kind(
            "chart",
            (("capability",), ("of",), ("of", "capability")),
            is_block=True,
            gives="A chart of a capability’s findings, or of=stages for its stages",
            example="{{ chart of=stages }}",
        ),
        Kind(
            "stages",
            ((),),
            ("capability",),
            is_block=True,
            gives="The table of stages, of one capability or of all",
            example="{{ stages capability=assessing-vulnerability }}",
        ),
        Kind(
            "comparison",
            ((),),
            is_block=True,
            gives="The comparison of overall assessment",
            example="{{ comparison }}",
        ),
        Kind(
            "judgements",
            ((),),
            is_block=True,
            gives="The stage of every body and capability; never in a reconstructed round",
            example="{{ judgements }}",
        ),
        Kind(
            "recommendation",
            (("number",),),
            is_block=True,
            gives="A recommendation with its clauses and owners",
            example="{{ recommendation number=1 }}",
        ),
        Kind(
            "practice",
            (("id",),),
            is_block=True,
            gives="A note of developing practice, or a case note",
            example="{{ practice id }}",
        ),
    )
}
BARE = {"cited": "text", "practice": "id", "recommendation": "number"}
"""Kinds whose one value may stand without its name."""
_NAMED = re.compile(r"([a-z_]+)=(\S+)")


@dataclass(frozen=True)
class Reference:
    """A reference as read. ``raw`` is how it stands in the text."""

    kind: Kind
    raw: str
    terms: dict[str, str] = field(default_factory=dict)

    def term(self, name: str, otherwise: str = "") -> str:
        """One of its values."""
        return self.terms.get(name, otherwise)


def read(raw: str) -> Reference:
    """The reference that ``{{ … }}`` spells. Raises Unreadable with a sentence."""
    inner = raw.removeprefix("{{").removesuffix("}}").strip()
    name, _, rest = inner.partition(" ")
    kind = KINDS.get(name)
    if kind is None:
        raise Unreadable(f"“{raw}” is not a reference. It can begin with: {', '.join(KINDS)}.")
    rest = rest.strip()
    if name in BARE and rest and not rest.startswith(f"{BARE[name]}="):
        return Reference(kind, raw, {BARE[name]: rest})
    terms = dict(_NAMED.findall(rest))
    if _NAMED.sub("", rest).strip():
        left = _NAMED.sub("", rest).split()[0]
        raise Unreadable(f"“{left}” in “{raw}” is not of the form name=value.")
    _check(kind, raw, terms)
    return Reference(kind, raw, terms)


def in_line(line: str) -> list[str]:
    """The references of a line, as they stand there."""
    return numbers.REFERENCE.findall(line)


def _check(kind: Kind, raw: str, terms: dict[str, str]) -> None:
    known = {name for names in kind.takes for name in names} | set(kind.optional)
    for name in terms:
        if name not in known:
            takes = ", ".join(sorted(known)) or "no names"
            raise Unreadable(f"“{name}” means nothing in “{raw}”. {kind.name} takes {takes}.")
    main = set(terms) - set(kind.optional)
    if not any(main == set(names) for names in kind.takes):
        wanted = " or ".join(
            " and ".join(f"{name}=…" for name in names) or "nothing" for names in kind.takes
        )
        raise Unreadable(f"“{raw}” does not say what it is of. {kind.name} needs {wanted}.")
