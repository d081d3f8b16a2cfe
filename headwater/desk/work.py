"""What waits for a person, what is overdue, and what nobody can finish: the first page's content.

A capability that is on adds to each through ``headwater.<capability>.work`` (``items(person)``,
``sentences(person)``) and ``headwater.<capability>.places`` (``published()``), all read under the
transaction's reader.
"""

import datetime
from collections.abc import Iterator
from typing import cast

from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from headwater.desk import capabilities
from headwater.kernel import actions, handling, people, work

NO_DAY = datetime.date.max


def waiting(person: people.Person) -> list[work.Waiting]:
    """Everything that waits for a person, the earliest due first."""
    found = [*_actions_of(person)]
    for module in capabilities.modules("work"):
        found += module.items(person)
    return sorted(found, key=lambda each: (each.due or NO_DAY, each.title))


def stuck(person: people.Person) -> list[str]:
    """Steps that need a second person where no eligible one exists, each as a sentence."""
    found = [*_actions_without_second(person)]
    for module in capabilities.modules("work"):
        found += module.sentences(person)
    return found


def published() -> list[work.Waiting]:
    """What everybody may read, the newest first; ``due`` is the day of publication."""
    found: list[work.Waiting] = []
    for module in capabilities.modules("places"):
        found += module.published()
    return found


def overdue(person: people.Person) -> int:
    """How many actions that the person may see are overdue today."""
    return _actions(person).overdue().count()


def _actions(person: people.Person) -> actions.Actions:
    return cast(actions.Actions, handling.visible(actions.Action, to=person))


def _actions_of(person: people.Person) -> Iterator[work.Waiting]:
    held = list(people.Holding.objects.on().filter(person=person).values_list("post_id", flat=True))
    if not held:
        return
    state = actions.Action.State
    mine = Q(owner_post__in=held, state=state.OPEN) | Q(verifier_post__in=held, state=state.DONE)
    for action in _actions(person).filter(mine):
        is_mine = action.state == state.OPEN
        yield work.Waiting(
            title=action.title,
            href=reverse("action", kwargs={"reference": action.reference}),
            why=_("Your action") if is_mine else _("Yours to verify"),
            due=action.due_date,
        )


def _actions_without_second(person: people.Person) -> Iterator[str]:
    """Actions that nobody else can verify: no holder and no address, or the same hands twice."""
    held = people.Holding.objects.on()
    state = actions.Action.State
    rows = (
        _actions(person)
        .filter(state__in=(state.OPEN, state.DONE))
        .annotate(
            verifier=Subquery(held.filter(post=OuterRef("verifier_post")).values("person_id")[:1]),
            owner_now=Subquery(held.filter(post=OuterRef("owner_post")).values("person_id")[:1]),
        )
        .filter(
            Q(verifier__isnull=True, verifier_post__email="")
            | Q(verifier=F("owner_now"))
            | Q(verifier=F("done_by"))
        )
        .select_related("verifier_post__organisation")
    )
    for action in rows:
        yield _(
            "%(action)s: %(post)s cannot verify it, because nobody else holds that post and no "
            "link can be sent. Give the post to somebody, or an address."
        ) % {"action": action.title, "post": action.verifier_post}
