"""The trail as pages show it: who, what and when, with names in place of keys."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from headwater.kernel import audit, handling, people


@dataclass(frozen=True)
class Line:
    """One event as a page shows it. ``facts`` are empty where the reader may not see them."""

    at: datetime.datetime
    event: str
    who: str
    kind: str
    record: str
    facts: tuple[tuple[str, str], ...] = ()


def of_record(record: audit.Subject, *, newest: int = 50) -> list[Line]:
    """The newest events of a record, with their facts, for those who may see the record."""
    events = list(audit.trail(record)[:newest])
    names = Names()
    return [
        Line(
            at=event.at,
            event=event.name,
            who=names[event.actor],
            kind=event.kind,
            record=event.record,
            facts=_told(event),
        )
        for event in events
    ]


def _told(event: audit.Event) -> tuple[tuple[str, str], ...]:
    detail = getattr(event, "detail", None)
    facts: dict[str, Any] = detail.facts if detail else {}
    return tuple((name.replace("_", " "), _text(value)) for name, value in facts.items() if value)


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


class Names:
    """Signed identities in words. Persons and posts are each read once, when first needed."""

    def __getitem__(self, actor: str) -> str:
        kind, _colon, key = actor.partition(":")
        if kind == "person":
            return self._persons.get(int(key), _("a person who is gone"))
        if kind == "link":
            post = self._posts.get(int(key), _("a post"))
            return _("%(post)s (by link)") % {"post": post}
        if kind == "purpose":
            return _("Headwater itself: %(purpose)s") % {"purpose": key}
        return _("the public")

    @cached_property
    def _persons(self) -> dict[int, str]:
        return dict(people.Person.objects.values_list("pk", "name"))

    @cached_property
    def _posts(self) -> dict[int, str]:
        links = handling.Link.objects.select_related("post__organisation")
        return {link.pk: str(link.post) for link in links}
