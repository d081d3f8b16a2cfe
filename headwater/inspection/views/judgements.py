"""Pages about judgements: the board of a round, and one capability of one body settled."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headwater.govuk import errors, pages
from headwater.inspection.forms import judgements as asked
from headwater.inspection.models import Judgement, Rating, Round, Subject
from headwater.inspection.rules import reconstruction
from headwater.inspection.services import consistency, judgements, rounds, visits
from headwater.inspection.views import ratings
from headwater.inspection.views import rounds as round_pages
from headwater.kernel import frameworks, handling, requests

STATES = {
    "open": (gettext_lazy("Nothing open yet"), "grey"),
    "own-draft": (gettext_lazy("You are rating"), "yellow"),
    "own-done": (gettext_lazy("Yours is done"), "blue"),
    "ready": (gettext_lazy("Ready to moderate"), "purple"),
    "settled": (gettext_lazy("Settled"), "green"),
}


def board(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Every capability of every body: what the reader has to rate, moderate or read."""
    round_ = round_of(request, slug)
    places = consistency.board(round_, to=request.user)
    capabilities = consistency.capabilities_of(round_)
    return pages.ListPage(
        title=_("Judgements"),
        rows=places,
        columns=[
            pages.Column(_("Body"), "subject.name", sort="subject.name"),
            pages.Column(_("Capability"), _capability, link=_place_address(round_)),
            pages.Column(_("Rated by"), _raters(round_)),
            pages.Column(
                _("State"), lambda p: STATES[p.state][0], tag=lambda p: STATES[p.state][1]
            ),
            pages.Column(_("Stages rated"), _stages_rated),
            pages.Column(_("Stage settled"), "judgement.stage.title", sort="judgement.stage.order"),
        ],
        filters=[
            pages.Only("body", _("Which body?"), _bodies(places), on="subject.code"),
            pages.Only(
                "capability",
                _("Which capability?"),
                [(item.code, item.title) for item in capabilities],
                on="capability.code",
            ),
            pages.Only(
                "state",
                _("Which state?"),
                [(code, str(text)) for code, (text, _colour) in STATES.items()],
            ),
        ],
        note=reconstruction.note_for(round_),
        breadcrumbs=round_pages.crumbs(round_),
        template="inspection/judgements_board.jinja",
        context={"round": round_, "capabilities": capabilities},
    ).response(request)


def _bodies(places: list[consistency.Place]) -> list[tuple[str, str]]:
    return list({place.subject.code: place.subject.name for place in places}.items())


def _capability(place: consistency.Place) -> str:
    return place.capability.title if place.capability else _("Overall")


def _place_address(round_: Round) -> Any:
    return lambda place: ratings.place_address(round_, place.subject, place.capability)


def _raters(round_: Round) -> Callable[[consistency.Place], str]:
    def said(place: consistency.Place) -> str:
        if round_.is_reconstruction:
            return _("Nobody")
        if place.capability is None:
            return ""
        return _("Two inspectors") if place.is_second_due else _("One inspector")

    return said


def _stages_rated(place: consistency.Place) -> str:
    shown = place.opened or ([place.own] if place.own and place.own.done_at else [])
    return ", ".join(rating.stage.title for rating in shown if rating.stage)


def one(request: requests.SignedIn, slug: str, reference: str, code: str) -> HttpResponse:
    """One capability of one body: its ratings side by side, and how it was or is to be settled."""
    round_ = round_of(request, slug)
    subject = visits.subject(round_, reference)
    capability = item(round_, code)
    settled = judgements.history(subject, capability)
    opened = judgements.opened_ratings(subject, capability) if capability else []
    form = _form(request, round_, opened, settled)
    if form is not None and form.is_valid():
        try:
            return _settle(request, subject, capability, settled, form)
        except handling.Refused as refused:
            form.add_error(None, str(refused))
    context = _both(request, round_, subject, capability, opened, settled)
    context |= {"form": form, "breadcrumbs": crumbs(round_)}
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "inspection/judgements_page.jinja", context, status=status)


def _both(
    request: requests.SignedIn,
    round_: Round,
    subject: Subject,
    capability: frameworks.Item | None,
    opened: list[Rating],
    settled: list[Judgement],
) -> dict[str, Any]:
    """What the page shows: both ratings, what was settled, and what the reader may do."""
    own = _own(subject, capability, request)
    return {
        "title": capability.title if capability else _("Overall judgement"),
        "caption": subject.name,
        "note": reconstruction.note_for(round_),
        "round": round_,
        "settled": settled,
        "names": judgements.names_of(settled),
        "opened": opened,
        "own": own,
        "lines": consistency.compare(round_, opened) if opened else [],
        "colours": ratings.COLOURS,
        "begins": [] if opened or own else _begins(request, round_, subject, capability),
        "refusal": _refusal(request, subject, capability),
    }


def round_of(request: requests.SignedIn, slug: str) -> Round:
    """The round whose judging the reader may follow; Refused when the reader may not."""
    round_ = rounds.by_slug(slug, by=request.user)
    handling.require(consistency.may_follow(round_, by=request.user))
    return round_


def item(round_: Round, code: str) -> frameworks.Item | None:
    """The capability with that code; None for the overall judgement."""
    if code == "overall":
        return None
    found = round_.framework.of_kind("capability").filter(code=code).first()
    if found is None:
        raise handling.NotSeen(code)
    return found


def _own(
    subject: Subject, capability: frameworks.Item | None, request: requests.SignedIn
) -> Rating | None:
    if capability is None:
        return None
    return consistency.own_rating(subject, capability, rater=request.user)


def _refusal(
    request: requests.SignedIn, subject: Subject, capability: frameworks.Item | None
) -> str:
    return judgements.may_moderate(
        subject, capability, reason="given in the form", by=request.user
    ).sentence


def _form(
    request: requests.SignedIn, round_: Round, opened: list[Rating], settled: list[Judgement]
) -> asked.Settle | None:
    stages = [rung.stage for rung in judgements.ladder(round_.framework)]
    if round_.is_reconstruction or not stages:
        return None
    agreed = {rating.stage.code for rating in opened if rating.stage}
    return asked.Settle(
        request.POST or None,
        question=_("Which stage is settled?"),
        stages=stages,
        version=len(settled),
        initial={"stage": agreed.pop() if len(agreed) == 1 else None},
    )


def _settle(
    request: requests.SignedIn,
    subject: Subject,
    capability: frameworks.Item | None,
    settled: list[Judgement],
    form: asked.Settle,
) -> HttpResponse:
    told = dict(form.cleaned_data)
    latest = settled[0] if settled else None
    if told.pop("version") != len(settled) and latest is not None:
        return _crossed(request, latest, form, version=len(settled))
    replacing = latest.reference if latest else ""
    try:
        judgements.moderate(subject, capability, by=request.user, replacing=replacing, **told)
    except handling.Conflict as crossed:
        return _crossed(request, crossed.latest, form, version=len(settled) + 1)
    messages.success(request, _("The judgement is settled. Its reason is kept with it."))
    return redirect(request.path)


def _crossed(
    request: requests.SignedIn, latest: Judgement, form: asked.Settle, *, version: int
) -> HttpResponse:
    sent = form.cleaned_data
    return errors.conflict(
        request,
        changes=[
            errors.Change(_("Stage"), latest.stage.title, sent["stage"].title),
            errors.Change(_("Reason"), latest.reason, sent["reason"]),
            errors.Change(_("Narrative"), latest.narrative, sent["narrative"]),
        ],
        title=_("Somebody else settled this judgement"),
        again=request.path,
        version=version,
    )


def _begins(
    request: requests.SignedIn,
    round_: Round,
    subject: Subject,
    capability: frameworks.Item | None,
) -> list[pages.Act]:
    if capability is None or not request.user.may("round.judge"):
        return []
    acts = []
    for place, text in (("first", _("Rate it first")), ("second", _("Rate it second"))):
        verdict = judgements.may_begin(round_, subject, capability, place=place, by=request.user)
        there = [round_.slug, subject.reference, capability.code, place]
        href = reverse("inspection:rating-begin", args=there)
        acts.append(pages.Act(text, href, verdict.sentence, secondary=True))
    return acts


def crumbs(round_: Round) -> list[tuple[str, str]]:
    """The way back to the judgements of a round."""
    there = reverse("inspection:judgements", args=[round_.slug])
    return [*round_pages.crumbs(round_), (_("Judgements"), there)]


urlpatterns = [
    path("rounds/<slug:slug>/judgements/", board, name="judgements"),
    path(
        "rounds/<slug:slug>/bodies/<slug:reference>/capabilities/<slug:code>/",
        one,
        name="judgement",
    ),
]
