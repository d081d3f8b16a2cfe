"""Pages about minimum capabilities: of a body on a day, of a round, and how they moved."""

from functools import partial

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from headwater.govuk import errors, formats, pages
from headwater.inspection.forms import days, raising
from headwater.inspection.forms import gaps as asked
from headwater.inspection.models import MinimumState, Return
from headwater.inspection.rules import gaps as rules
from headwater.inspection.rules import reconstruction
from headwater.inspection.services import gaps, returns, rounds
from headwater.inspection.services.gaps import Proposal
from headwater.inspection.views.rounds import crumbs
from headwater.kernel import actions, handling, people, requests

ACTION_COLOURS = {"open": "blue", "done": "yellow", "verified": "green", "withdrawn": "grey"}
COLOURS = {"met": "green", "partly": "yellow", "not_met": "red", "not_known": "grey", "": "grey"}


def address(proposal: Proposal) -> str:
    """The page of one minimum capability of one return."""
    return reverse(
        "inspection:minimum", args=[proposal.submission.reference, proposal.minimum.code]
    )


def _columns() -> list[pages.Column]:
    return [
        pages.Column(_("Minimum capability"), "minimum.title", link=address),
        pages.Column(_("Category"), lambda p: p.category.title if p.category else _("None")),
        pages.Column(_("The answers suggest"), _suggested),
        pages.Column(_("Decided"), "shown", tag=lambda p: COLOURS[p.status]),
        pages.Column(_("Counts from"), _decided_on, shown=formats.day),
        pages.Column(_("Reason"), lambda p: p.state.reason if p.state else "", file_only=True),
        pages.Column(_("Action"), _action_due, link=_action_address),
    ]


def _suggested(proposal: Proposal) -> str:
    return f"{proposal.suggested}. {proposal.suggestion.why}"


def _decided_on(proposal: Proposal) -> object:
    return proposal.state.on_date if proposal.state else None


def _action_due(proposal: Proposal) -> str:
    action = proposal.state.action if proposal.state else None
    return f"{action.get_state_display()}, {formats.day(action.due_date)}" if action else ""


def _action_address(proposal: Proposal) -> str:
    action = proposal.state.action if proposal.state else None
    return reverse("action", args=[action.reference]) if action else ""


def index(request: requests.SignedIn) -> HttpResponse:
    """The bodies whose returns the reader may see, with how far their minima are decided."""
    if request.user.may("oversee") and not handling.visible(Return, to=request.user).exists():
        return redirect("inspection:gap-actions")
    decided = Count("minimum_states__minimum", distinct=True)
    found = (
        handling.visible(Return, to=request.user)
        .select_related("record__owner", "subject__round__record")
        .annotate(decided_count=decided, raised_count=Count("minimum_states__action"))
        .order_by("-subject__round__starts_on", "subject__name")
    )
    return pages.ListPage(
        title=_("Minimum capabilities"),
        rows=found,
        columns=[
            pages.Column(_("Body"), "subject.name", link=_of_return, sort="subject__name"),
            pages.Column(_("Round"), "subject.round.title"),
            pages.Column(_("Decided"), "decided_count", numeric=True),
            pages.Column(_("Actions"), "raised_count", numeric=True),
        ],
        filters=[pages.Search(_("Which body?"), on=["subject.name"])],
        empty=_(
            "Minimum capabilities are decided from the return of a body that is inspected. "
            "No return has been asked of a body that you act for."
        ),
        breadcrumbs=[(_("Home"), "/")],
        template="inspection/gaps_index.jinja",
    ).response(request)


def raised(request: requests.SignedIn) -> HttpResponse:
    """The actions raised from gaps that the reader may see, for whoever oversees an area."""
    return pages.ListPage(
        title=_("Gaps that became actions"),
        rows=gaps.raised(to=request.user),
        columns=[
            pages.Column(_("Action"), "title", link=_desk, sort="record__title"),
            pages.Column(_("Body"), "record.owner.name", sort="record__owner__name"),
            pages.Column(_("The gap"), "detail"),
            pages.Column(_("Owner"), "owner_post.title"),
            pages.Column(_("Verifier"), "verifier_post"),
            pages.Column(_("Due"), "due_date", shown=formats.day, sort="due_date"),
            pages.Column(_("State"), _progress, tag=_urgency),
        ],
        filters=[pages.Only("state", _("Which state?"), actions.Action.State.choices)],
        empty=_("No gap that you may see has become an action."),
        breadcrumbs=[(_("Home"), "/"), (_("Minimum capabilities"), reverse("inspection:gaps"))],
    ).response(request)


def _desk(action: actions.Action) -> str:
    return reverse("action", args=[action.reference])


def _progress(action: actions.Action) -> str:
    late = action.state == actions.Action.State.OPEN and action.is_overdue()
    return _("Overdue") if late else action.get_state_display()


def _urgency(action: actions.Action) -> str:
    late = action.state == actions.Action.State.OPEN and action.is_overdue()
    return "red" if late else ACTION_COLOURS[action.state]


def _of_return(submission: Return) -> str:
    return reverse("inspection:minima", args=[submission.reference])


def of_round(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Every minimum capability of every body of a round, for inspectors."""
    round_ = rounds.by_slug(slug, by=request.user)
    rows = gaps.proposals_of_round(round_)
    names = sorted({(p.submission.subject.code, p.submission.subject.name) for p in rows})
    body = pages.Column(_("Body"), "submission.subject.name", sort="submission.subject.name")
    minimum = {p.minimum.code: p.minimum.title for p in rows}
    return pages.ListPage(
        title=_("Gaps of the round"),
        rows=rows,
        columns=[body, *_columns()],
        filters=[
            pages.Only("body", _("Which body?"), names, on="submission.subject.code"),
            pages.Only("minimum", _("Which minimum?"), list(minimum.items()), on="minimum.code"),
            pages.Only("status", _("Decided how?"), MinimumState.Status.choices),
        ],
        note=reconstruction.note_for(round_),
        breadcrumbs=crumbs(round_),
        filename=f"gaps-{slug}",
    ).response(request)


def of_return(request: requests.SignedIn, reference: str) -> HttpResponse:
    """The minimum capabilities of one body for its category on a day."""
    submission = returns.fetch(reference, by=request.user)
    form = days.OnDay.of(request)
    subject = submission.subject
    return pages.ListPage(
        title=_("Minimum capabilities of %(name)s") % {"name": subject.name},
        rows=gaps.proposals(submission, on=form.day),
        columns=_columns(),
        note=reconstruction.note_for(subject.round),
        breadcrumbs=[*crumbs(subject.round), (_("Gaps"), _round_gaps(submission))],
        filename=f"minimum-capabilities-{subject.code}",
        template="inspection/gaps_return.jinja",
        context={"form": form, "day": form.day, "subject": subject},
    ).response(request)


def _round_gaps(submission: Return) -> str:
    return reverse("inspection:round-gaps", args=[submission.subject.round.slug])


def _one(reference: str, code: str, by: people.Person) -> Proposal:
    submission = returns.fetch(reference, by=by)
    found = [p for p in gaps.proposals(submission) if p.minimum.code == code]
    if not found:
        raise handling.NotSeen(code)
    return found[0]


def show(request: requests.SignedIn, reference: str, code: str) -> HttpResponse:
    """One minimum capability of one body: its text, the findings behind it, every decision."""
    proposal = _one(reference, code, request.user)
    submission = proposal.submission
    decide = reverse("inspection:minimum-decide", args=[reference, code])
    acts = [pages.Act(_("Decide"), decide, rules.may_decide(submission, request.user).sentence)]
    if proposal.state:
        raise_ = reverse("inspection:gap-action", args=[proposal.state.reference])
        refusal = rules.may_raise(proposal.state, request.user).sentence
        acts.append(pages.Act(_("Raise an action"), raise_, refusal, secondary=True))
    return pages.RecordPage(
        proposal.minimum.title,
        caption=submission.subject.name,
        state=proposal.shown,
        colour=COLOURS[proposal.status],
        note=reconstruction.note_for(submission.subject.round),
        facts=_facts(proposal),
        acts=acts,
        breadcrumbs=_way(proposal),
        template="inspection/gaps_minimum.jinja",
        context={
            "proposal": proposal,
            "history": gaps.history(submission, proposal.minimum),
            "no_text": rules.NO_TEXT,
        },
    ).response(request)


def _way(proposal: Proposal) -> list[tuple[str, str]]:
    way = crumbs(proposal.submission.subject.round)
    return [*way, (proposal.submission.subject.name, _of_return(proposal.submission))]


def _facts(proposal: Proposal) -> list[pages.Fact]:
    category = proposal.category.title if proposal.category else _("None")
    state, body = proposal.state, proposal.minimum.body
    facts = [
        pages.Fact(_("Category today"), category),
        pages.Fact(_("The answers suggest"), _suggested(proposal)),
    ]
    if state:
        facts.append(pages.Fact(_("Decided"), f"{proposal.shown}, {formats.day(state.on_date)}"))
    if state and state.reason:
        facts.append(pages.Fact(_("Reason"), state.reason, prose=True))
    if state and state.action:
        facts.append(pages.Fact(_("Action"), _action_due(proposal), href=_action_address(proposal)))
    facts.append(pages.Fact(_("Source"), body["source"]))
    if body["note"]:
        facts.append(pages.Fact(_("About the source"), body["note"]))
    return facts


def decide(request: requests.SignedIn, reference: str, code: str) -> HttpResponse:
    """Decide how a body stands against one minimum capability."""
    proposal = _one(reference, code, request.user)
    handling.require(rules.may_decide(proposal.submission, request.user))
    seen = len(gaps.history(proposal.submission, proposal.minimum))
    form = asked.Decide(request.POST or None, proposal=proposal, version=seen)
    if form.is_valid():
        try:
            gaps.decide(proposal.submission, proposal.minimum, by=request.user, **form.cleaned_data)
        except handling.Refused as refused:
            form.add_error("reason", str(refused))
        except handling.Conflict as crossed:
            return _crossed(request, crossed.latest, form.cleaned_data, proposal)
        else:
            messages.success(request, _("The decision has been kept."))
            return redirect(address(proposal))
    return pages.FormPage(
        _("Decide: %(title)s") % {"title": proposal.minimum.title},
        form,
        _("Keep the decision"),
        caption=proposal.submission.subject.name,
        lead=f"{_('The answers suggest')} {proposal.suggested.lower()}. {proposal.suggestion.why}",
        cancel=address(proposal),
        breadcrumbs=_way(proposal),
    ).response(request)


def _crossed(
    request: requests.SignedIn,
    stored: MinimumState,
    sent: dict[str, object],
    proposal: Proposal,
) -> HttpResponse:
    label = MinimumState.Status(str(sent["status"])).label
    return errors.conflict(
        request,
        changes=[
            errors.Change(_("How the body stands"), stored.get_status_display(), str(label)),
            errors.Change(_("Why"), stored.reason, str(sent["reason"])),
        ],
        title=_("Somebody else decided this"),
        again=request.path,
        version=len(gaps.history(proposal.submission, proposal.minimum)),
    )


def raise_action(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Turn a gap into an action with an owner, a verifier and a date."""
    state = gaps.fetch_state(reference)
    handling.require(rules.may_raise(state, request.user))
    body = state.submission.subject.organisation
    if body is None:
        raise handling.NotSeen(reference)
    back = reverse("inspection:minimum", args=[state.submission.reference, state.minimum.code])
    form = raising.RaiseAction(
        request.POST or None,
        area=body.area,
        initial={"title": _("Reach the minimum: %(title)s") % {"title": state.minimum.title}},
    )
    if form.is_valid():
        action = gaps.raise_action(state, by=request.user, **form.cleaned_data)
        messages.success(request, _("The action has been raised."))
        return redirect("action", action.reference)
    return pages.FormPage(
        _("Raise an action"),
        form,
        _("Raise the action"),
        caption=f"{body.name}: {state.minimum.title}",
        cancel=back,
        breadcrumbs=crumbs(state.submission.subject.round),
    ).response(request)


def trend(request: requests.SignedIn, code: str) -> HttpResponse:
    """How a body's minimum capabilities moved from round to round."""
    body = people.Organisation.objects.filter(code=code).first()
    shown, lines = gaps.trend(body) if body else ([], [])
    if body is None or not shown:
        raise handling.NotSeen(code)
    columns = [pages.Column(_("Minimum capability"), "title")]
    for place, round_ in enumerate(shown):
        columns.append(pages.Column(round_.title, partial(_stood, place)))
        if place + 1 < len(shown):
            columns.append(pages.Column(_("Moved"), partial(_moved, place)))
    return pages.ListPage(
        title=_("Minimum capabilities of %(name)s through the rounds") % {"name": body.name},
        rows=lines,
        columns=columns,
        empty=_("Nothing has been decided about this body in any round."),
        breadcrumbs=[(_("Home"), "/"), (_("Minimum capabilities"), reverse("inspection:gaps"))],
        filename=f"trend-{code}",
    ).response(request)


def _moved(place: int, line: gaps.Trend) -> str:
    return line.changes[place]


def _stood(place: int, line: gaps.Trend) -> str:
    state = line.states[place]
    if state is None:
        return _("Not decided")
    category = f" ({state.category.title})" if state.category else ""
    return f"{state.get_status_display()}{category}"


urlpatterns = [
    path("gaps/", index, name="gaps"),
    path("gaps/actions/", raised, name="gap-actions"),
    path("gaps/<str:reference>/action/", raise_action, name="gap-action"),
    path("rounds/<slug:slug>/gaps/", of_round, name="round-gaps"),
    path("returns/<str:reference>/minimum/", of_return, name="minima"),
    path("returns/<str:reference>/minimum/<slug:code>/", show, name="minimum"),
    path("returns/<str:reference>/minimum/<slug:code>/decide/", decide, name="minimum-decide"),
    path("bodies/<slug:code>/trend/", trend, name="gap-trend"),
]
