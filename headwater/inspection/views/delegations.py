"""A question passed on: to a colleague's work list, or to a partner by a link that opens it once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from headwater.govuk import errors, formats, pages
from headwater.inspection.forms import returns as asked
from headwater.inspection.models import Answer, Delegation
from headwater.inspection.rules import returns as rules
from headwater.inspection.services import completeness, returns
from headwater.inspection.views.returns import address, way
from headwater.kernel import handling, people, requests


def delegate(request: requests.SignedIn, reference: str, code: str) -> HttpResponse:
    """Choose who answers a question; a partner's link is shown once, here."""
    submission = returns.fetch(reference, by=request.user)
    finding = returns.asked(submission).filter(code=code).select_related("parent").first()
    body = submission.subject.organisation
    if finding is None or body is None:
        raise handling.NotSeen(code)
    due_on, waiting = people.today(), returns.waiting(submission, finding)
    handling.require(rules.may_delegate(submission, request.user, due_on=due_on, waiting=waiting))
    form = asked.Delegating(request.POST or None, body=body)
    if form.is_valid():
        try:
            made = returns.delegate(submission, finding, by=request.user, **form.cleaned_data)
        except handling.Refused as refused:
            form.add_error("due_on", str(refused))
        else:
            return _delegated(request, *made)
    return pages.FormPage(
        _("Ask somebody else to answer"),
        form,
        _("Pass the question on"),
        caption=finding.title,
        cancel=address(submission, "answer", code),
        breadcrumbs=way(submission),
    ).response(request)


def _delegated(request: HttpRequest, made: Delegation, token: str) -> HttpResponse:
    links = [(_("Go back to the return"), address(made.submission))]
    if not token:
        return pages.DonePage(
            _("The question has been passed on"),
            lead=_("It now waits in the work list of %(post)s.") % {"post": made.post},
            links=links,
        ).response(request)
    there = request.build_absolute_uri(reverse("inspection:answer-by-link", args=[token]))
    return pages.DonePage(
        _("The link is ready"),
        template="inspection/delegation_link.jinja",
        context={"there": there, "post": made.post, "due_on": made.due_on},
        links=links,
    ).response(request)


def _fetch(reference: str) -> Delegation:
    found = returns.delegations().filter(reference=reference).first()
    if found is None:
        raise handling.NotSeen(reference)
    return found


def show(request: requests.SignedIn, reference: str) -> HttpResponse:
    """The question for whoever was asked; how it went for everybody else who may see it."""
    delegation = _fetch(reference)
    if not rules.may_answer(delegation, request.user):
        return _progress(request, delegation)
    form = asked.Answering(request.POST or None, finding=delegation.finding, must_choose=True)
    if form.is_valid():
        returns.answer_delegation(delegation, by=request.user, **form.cleaned_data)
        return _answered(request)
    return pages.FormPage(
        delegation.finding.title,
        form,
        _("Send your answer"),
        caption=_("For %(post)s, by %(day)s")
        % {"post": delegation.post, "day": formats.day(delegation.due_on)},
        heading=True,
        template="inspection/delegation_question.jinja",
        context={"delegation": delegation, "is_check": False},
    ).response(request)


def _answered(request: HttpRequest) -> HttpResponse:
    return pages.DonePage(
        _("Your answer has been sent"),
        lead=_("Whoever asked reads it and takes it into the return."),
    ).response(request)


def _progress(request: requests.SignedIn, delegation: Delegation) -> HttpResponse:
    said = completeness.words(delegation.submission.subject.round.framework)
    scale = delegation.finding.body["scale"]
    take = rules.may_take(delegation, request.user)
    withdraw = rules.may_withdraw(delegation, request.user)
    answer = completeness.stored(delegation.submission, delegation.finding)
    context = {
        "delegation": delegation,
        "said": said.get((scale, delegation.value), delegation.value),
        "may_take": bool(take),
        "may_withdraw": bool(withdraw),
        "version": answer.version if answer else 0,
        "stored": said.get((scale, answer.value), "") if answer else "",
        "breadcrumbs": way(delegation.submission),
    }
    return render(request, "inspection/delegation_page.jinja", context)


def take(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Take the answer into the return; when another saved one meanwhile, show both."""
    delegation = _fetch(reference)
    version = request.POST.get("version", "")
    if request.method != "POST" or not version.isdecimal():
        return redirect("inspection:delegation", reference)
    try:
        returns.take(delegation, version=int(version), by=request.user)
    except handling.Conflict as conflict:
        return _crossed(request, delegation, conflict.latest)
    messages.success(request, _("The answer has been taken into the return."))
    return redirect(address(delegation.submission))


def _crossed(
    request: requests.SignedIn, delegation: Delegation, latest: Answer | None
) -> HttpResponse:
    said = completeness.words(delegation.submission.subject.round.framework)
    scale = delegation.finding.body["scale"]
    stored = said.get((scale, latest.value), "") if latest else ""
    sent = said.get((scale, delegation.value), "")
    return errors.conflict(
        request,
        changes=[
            errors.Change(delegation.finding.title, stored, sent),
            errors.Change(_("Comment"), latest.comment if latest else "", delegation.comment),
        ],
        title=_("The return has another answer by now"),
        again=reverse("inspection:delegation-take", args=[delegation.reference]),
        version=latest.version if latest else 0,
        by=completeness.last_saver(delegation.submission, delegation.finding),
    )


def withdraw(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Take a question back; a link that was sent stops working."""
    delegation = _fetch(reference)
    if request.method == "POST":
        returns.withdraw(delegation, by=request.user)
        messages.success(request, _("The question has been withdrawn."))
    return redirect(address(delegation.submission))


def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a partner's link: the question, a look at what was written, and the end."""
    holder: handling.LinkHolder = request.link_holder  # type: ignore[attr-defined]
    delegation = _fetch(holder.link.target["delegation"])
    handling.require(rules.is_waiting(delegation))
    form = asked.Answering(request.POST or None, finding=delegation.finding, must_choose=True)
    is_change = "change" in request.POST
    is_check = form.is_valid() and not is_change
    if is_check and "confirmed" in request.POST:
        returns.answer_delegation(delegation, by=holder, **form.cleaned_data)
        return _answered(request)
    if is_change:
        form = asked.Answering(
            finding=delegation.finding, must_choose=True, initial=request.POST.dict()
        )
    return _link_page(request, delegation, form, is_check=is_check)


def _link_page(
    request: HttpRequest, delegation: Delegation, form: asked.Answering, *, is_check: bool
) -> HttpResponse:
    said = dict(form.fields["value"].choices)  # type: ignore[attr-defined]
    return pages.FormPage(
        _("Check your answer") if is_check else delegation.finding.title,
        form,
        _("Continue"),
        caption=_("For %(post)s, by %(day)s")
        % {"post": delegation.post, "day": formats.day(delegation.due_on)},
        heading=not is_check,
        template="inspection/delegation_question.jinja",
        context={
            "delegation": delegation,
            "is_check": is_check,
            "said": said.get(form.cleaned_data["value"]) if is_check else "",
        },
    ).response(request)


by_link.link_act = returns.LINK_ACT  # type: ignore[attr-defined]
by_link.login_required = False  # type: ignore[attr-defined]

urlpatterns = [
    path("returns/<slug:reference>/answer/<slug:code>/delegate/", delegate, name="delegate"),
    path("delegations/<slug:reference>/", show, name="delegation"),
    path("delegations/<slug:reference>/take/", take, name="delegation-take"),
    path("delegations/<slug:reference>/withdraw/", withdraw, name="delegation-withdraw"),
    path("answer/<str:token>/", by_link, name="answer-by-link"),
]
