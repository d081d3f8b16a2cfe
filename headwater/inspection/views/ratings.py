"""Pages of one rating: descriptors one by one, the stage that they support, and the decision."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headwater.govuk import errors, formats, pages
from headwater.inspection.forms import judgements as asked
from headwater.inspection.models import CriterionAnswer, Rating, Round, Subject
from headwater.inspection.rules import judgements as rules
from headwater.inspection.services import consistency, evidence, judgements, rounds, visits
from headwater.inspection.views.rounds import crumbs
from headwater.kernel import frameworks, handling, requests

COLOURS = {"met": "green", "partly": "yellow", "not_met": "red", "not_known": "grey"}


def address(rating: Rating) -> str:
    """The page of a rating."""
    return reverse("inspection:rating", args=[rating.reference])


def place_address(round_: Round, subject: Subject, capability: frameworks.Item | None) -> str:
    """The page of one capability of one body, or of its overall judgement."""
    code = capability.code if capability else "overall"
    return reverse("inspection:judgement", args=[round_.slug, subject.reference, code])


def begin(
    request: requests.SignedIn, slug: str, reference: str, code: str, place: str
) -> HttpResponse:
    """Ask, then begin a rating that nobody else sees until every rating that is due is done."""
    round_ = rounds.by_slug(slug, by=request.user)
    subject = visits.subject(round_, reference)
    capability = round_.framework.of_kind("capability").filter(code=code).first()
    if capability is None or place not in Rating.Place.values:
        raise handling.NotSeen(code)
    verdict = judgements.may_begin(round_, subject, capability, place=place, by=request.user)
    handling.require(verdict)
    if request.method == "POST":
        made = judgements.begin(round_, subject, capability, place=place, by=request.user)
        messages.success(request, _("Your rating has begun. Only you can see it."))
        return redirect(address(made))
    names = {"body": subject.name, "capability": capability.title}
    return pages.ConfirmPage(
        _("Rate %(body)s: %(capability)s") % names,
        _("Begin the rating"),
        place_address(round_, subject, capability),
        lead=_(
            "You answer each descriptor and cite the evidence. Until every rating that is due is "
            "done, nobody but you can see yours."
        ),
        facts=[pages.Fact(_("Rating"), Rating.Place(place).label)],
        breadcrumbs=_crumbs(round_),
    ).response(request)


def show(request: requests.SignedIn, reference: str) -> HttpResponse:
    """One rating: every descriptor, the stage supported so far, and what is decided."""
    rating = judgements.fetch(reference, by=request.user)
    lines = consistency.compare(rating.round, [rating])
    is_own = rating.rater_id == request.user.pk and rating.done_at is None
    steps = judgements.steps(judgements.ladder(rating.round.framework))
    support = rules.supported(steps, _met(lines))
    return pages.RecordPage(
        _("%(body)s: %(capability)s")
        % {"body": rating.subject.name, "capability": rating.capability.title},
        caption=_("%(place)s rating") % {"place": rating.get_place_display()},
        state=_state(rating),
        colour="yellow" if rating.done_at is None else "green",
        facts=_facts(rating),
        acts=[_decide(rating, lines, support.stage)] if is_own else [],
        breadcrumbs=_crumbs(rating.round),
        template="inspection/ratings_page.jinja",
        context={
            "rating": rating,
            "is_own": is_own,
            "supported": supported_sentence(support, lines),
            "groups": _grouped(lines),
            "colours": COLOURS,
        },
    ).response(request)


def _met(lines: list[consistency.Line]) -> dict[str, str]:
    return {line.criterion.code: line.answers[0].met for line in lines if line.answers[0]}


def _grouped(lines: list[consistency.Line]) -> list[tuple[str, list[consistency.Line]]]:
    groups: dict[str, list[consistency.Line]] = {}
    for line in lines:
        groups.setdefault(line.stage.title, []).append(line)
    return list(groups.items())


def supported_sentence(support: rules.Support, lines: list[consistency.Line]) -> str:
    """Which stage the descriptors support, and what is missing for the next, as a sentence."""
    titles = {line.stage.code: line.stage.title for line in lines}
    if support.stage is None:
        return _("No descriptor has been answered yet, so no stage is supported.")
    now = _("The descriptors answered so far support “%(stage)s”.") % {
        "stage": titles[support.stage]
    }
    if not support.following:
        return now
    count = len(support.missing)
    lacking = ngettext(
        "“%(stage)s” lacks %(count)s descriptor.", "“%(stage)s” lacks %(count)s descriptors.", count
    ) % {"stage": titles[support.following], "count": count}
    return f"{now} {lacking}"


def _state(rating: Rating) -> str:
    if rating.done_at is None:
        return _("Being written: only you can see it")
    if rating.label.person_id is not None:
        return _("Done: opened when the other rating is done")
    return _("Done and open to the team")


def _facts(rating: Rating) -> list[pages.Fact]:
    if rating.done_at is None or rating.stage is None:
        return []
    facts = [
        pages.Fact(_("Stage"), rating.stage.title),
        pages.Fact(_("Narrative"), rating.narrative, prose=True),
        pages.Fact(_("Rated by"), rating.rater.name),
        pages.Fact(_("Done"), formats.moment(rating.done_at)),
    ]
    if rating.reason:
        facts.insert(1, pages.Fact(_("Why it differs"), rating.reason, prose=True))
    return facts


def _decide(rating: Rating, lines: list[consistency.Line], supported: str | None) -> pages.Act:
    met = _met(lines)
    steps = judgements.steps(judgements.ladder(rating.round.framework))
    refusal = rules.may_finish(
        steps,
        met,
        stage=supported or (steps[0].stage if steps else ""),
        narrative="given next",
        reason="given next",
        uncited_count=sum(1 for line in lines if _is_uncited(line.answers[0])),
    ).sentence
    there = reverse("inspection:rating-decide", args=[rating.reference])
    return pages.Act(_("Decide the stage"), there, refusal)


def _is_uncited(answer: CriterionAnswer | None) -> bool:
    return answer is not None and answer.met in rules.CLAIMED and not answer.cited.all()


def criterion(request: requests.SignedIn, reference: str, code: str) -> HttpResponse:
    """Answer one descriptor and cite the evidence; then on to the next one without an answer."""
    rating = judgements.fetch(reference, by=request.user)
    lines = consistency.compare(rating.round, [rating])
    line = next((each for each in lines if each.criterion.code == code), None)
    if line is None or rating.rater_id != request.user.pk:
        raise handling.NotSeen(code)
    pieces = list(evidence.listed(rating.round, to=request.user).filter(subject=rating.subject))
    form = asked.Descriptor(request.POST or None, pieces=pieces, **_filled(line.answers[0]))
    if form.is_valid():
        told = form.told()
        try:
            judgements.answer_criterion(rating, line.criterion, by=request.user, **told)
        except handling.Conflict as crossed:
            return _crossed(request, crossed.latest, form)
        return redirect(_next(rating, lines, line))
    return pages.FormPage(
        line.criterion.title,
        form,
        _("Save and go on"),
        caption=_("%(body)s: %(stage)s, descriptor %(number)s of %(count)s")
        % {
            "body": rating.subject.name,
            "stage": line.stage.title,
            "number": lines.index(line) + 1,
            "count": len(lines),
        },
        cancel=address(rating),
        breadcrumbs=_crumbs(rating.round),
        template="inspection/ratings_criterion.jinja",
        context={"rating": rating, "has_evidence": bool(pieces)},
    ).response(request)


def _filled(answer: CriterionAnswer | None) -> dict[str, Any]:
    if answer is None:
        return {"version": 0}
    cited = [piece.reference for piece in answer.cited.all()]
    return {
        "version": answer.version,
        "initial": {"met": answer.met, "note": answer.note, "cited": cited},
    }


def _next(rating: Rating, lines: list[consistency.Line], saved: consistency.Line) -> str:
    after = lines[lines.index(saved) + 1 :]
    open_ = next((line for line in after if line.answers[0] is None), None)
    if open_ is None:
        return address(rating)
    return reverse("inspection:rating-criterion", args=[rating.reference, open_.criterion.code])


def _crossed(
    request: requests.SignedIn, latest: CriterionAnswer, form: asked.Descriptor
) -> HttpResponse:
    sent = form.cleaned_data
    return errors.conflict(
        request,
        changes=[
            errors.Change(
                _("Is it met?"), latest.get_met_display(), CriterionAnswer.Met(sent["met"]).label
            ),
            errors.Change(_("What did you see?"), latest.note, sent["note"]),
        ],
        title=_("This descriptor was answered in another window"),
        again=request.path,
        version=latest.version,
    )


def decide(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Decide the stage, with the narrative, and the reason when it differs; then it is kept."""
    rating = judgements.fetch(reference, by=request.user)
    if rating.rater_id != request.user.pk:
        raise handling.NotSeen(reference)
    rungs = judgements.ladder(rating.round.framework)
    support = judgements.supported_stage(rating)
    form = asked.Decide(
        request.POST or None,
        question=_("At which stage does the body stand?"),
        stages=[rung.stage for rung in rungs],
        initial={"stage": support.stage},
    )
    if form.is_valid():
        try:
            done = judgements.finish(rating, by=request.user, **form.cleaned_data)
        except handling.Refused as refused:
            differs = form.cleaned_data["stage"].code != support.stage
            lacks = differs and not form.cleaned_data["reason"]
            form.add_error("reason" if lacks else "stage", str(refused))
        else:
            messages.success(
                request, _("Your rating is done. %(state)s.") % {"state": _state(done)}
            )
            return redirect(address(rating))
    return pages.FormPage(
        _("Decide the stage"),
        form,
        _("Finish the rating"),
        caption=str(rating),
        lead=supported_sentence(support, consistency.compare(rating.round, [rating])),
        note=_("A rating that is done can no longer be changed."),
        cancel=address(rating),
        breadcrumbs=_crumbs(rating.round),
    ).response(request)


def open_again(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Ask again for a done rating to be opened, when a second is no longer due."""
    rating = judgements.fetch(reference, by=request.user)
    if request.method == "POST" and rating.rater_id == request.user.pk and rating.done_at:
        judgements.open_when_all_are_done(rating, by=request.user)
    return redirect(address(rating))


def _crumbs(round_: Round) -> list[tuple[str, str]]:
    there = reverse("inspection:judgements", args=[round_.slug])
    return [*crumbs(round_), (_("Judgements"), there)]


urlpatterns = [
    path(
        "rounds/<slug:slug>/bodies/<slug:reference>/capabilities/<slug:code>/rate/<slug:place>/",
        begin,
        name="rating-begin",
    ),
    path("ratings/<slug:reference>/", show, name="rating"),
    path("ratings/<slug:reference>/descriptors/<slug:code>/", criterion, name="rating-criterion"),
    path("ratings/<slug:reference>/decide/", decide, name="rating-decide"),
    path("ratings/<slug:reference>/open/", open_again, name="rating-open"),
]
