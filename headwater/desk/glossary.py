"""The glossary: terms of the newest ``prevention`` pack, and the meanings that pages explain.

Meanings stand in the process's memory; a new version of the pack is noticed within a minute.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from headwater.kernel import frameworks

SLUG = "prevention"


@dataclass(frozen=True)
class Term:
    """One term as the glossary shows it.

    ``expansions`` are pairs of document and words; ``differ`` says how the documents disagree;
    ``today`` is the present term, or empty, and ``today_says`` the sentence about it.
    """

    code: str
    term: str
    expansion: str
    meaning: str
    expansions: tuple[tuple[str, str], ...]
    differ: str
    note: str
    today: str
    today_says: str
    is_today_confirmed: bool


def newest() -> frameworks.Pack | None:
    """The pack in use: the one loaded last."""
    return frameworks.Pack.objects.filter(slug=SLUG, kind="glossary").order_by("loaded_at").last()


def terms() -> tuple[Term, ...]:
    """Every term in the alphabet's order; none before the library is loaded."""
    pack = newest()
    return _terms(pack.pk) if pack else ()


def meanings() -> Mapping[str, str]:
    """What each acronym stands for, for the page kit to explain where it stands."""
    return _meanings(minute=int(time.monotonic() // 60))


@lru_cache(maxsize=2)
def _terms(pack_id: int) -> tuple[Term, ...]:
    items = frameworks.Item.objects.filter(pack_id=pack_id, kind="term")
    return tuple(sorted((_term(item) for item in items), key=lambda term: term.term.lower()))


@lru_cache(maxsize=1)
def _meanings(*, minute: int) -> Mapping[str, str]:
    return {
        term.term: term.expansion
        for term in terms()
        if term.term.upper() == term.term and len(term.term) > 1 and term.expansion
    }


def _term(item: frameworks.Item) -> Term:
    body: dict[str, Any] = item.body
    today = body["today"]
    return Term(
        code=item.code,
        term=item.title,
        expansion=body["expansion"],
        meaning=body["meaning"],
        expansions=tuple((each["document"], each["words"]) for each in body["expansions"]),
        differ=body["differ"] or "",
        note=body["note"] or "",
        today=today["term"] or "",
        today_says=today["says"],
        is_today_confirmed=today["certainty"] == "verified",
    )
