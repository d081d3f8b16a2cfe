"""Queries about a return: asked by inspectors, replied to by the body, until it is accepted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from headwater.govuk import pages
from headwater.inspection.forms import returns as asked
from headwater.inspection.rules import returns as rules
from headwater.inspection.services import completeness, returns
from headwater.inspection.views.returns import address, way
from headwater.kernel import handling, requests


def ask(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Ask about the return, or about the one answer that the address names."""
    submission = returns.fetch(reference, by=request.user)
    handling.require(rules.may_query(submission, request.user))
    code = request.GET.get("finding", "")
    finding = returns.asked(submission).filter(code=code).first() if code else None
    form = asked.Querying(request.POST or None)
    if form.is_valid():
        returns.query(submission, finding=finding, by=request.user, **form.cleaned_data)
        messages.success(
            request, _("The query has been sent and the return went back to the body.")
        )
        return redirect(address(submission))
    return pages.FormPage(
        _("Ask a query"),
        form,
        _("Send the query"),
        caption=finding.title if finding else submission.title,
        cancel=address(submission),
        breadcrumbs=way(submission),
    ).response(request)


def reply(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Reply to a query."""
    query = completeness.find_query(reference)
    handling.require(rules.may_reply(query, request.user))
    form = asked.Replying(request.POST or None)
    if form.is_valid():
        returns.reply(query, by=request.user, **form.cleaned_data)
        messages.success(request, _("Your reply has been kept. Submit the return to send it."))
        return redirect(address(query.submission))
    return pages.FormPage(
        _("Reply to a query"),
        form,
        _("Keep the reply"),
        caption=query.finding.title if query.finding else query.submission.title,
        lead=query.text,
        cancel=address(query.submission),
        breadcrumbs=way(query.submission),
    ).response(request)


def accept(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Accept a return as it stands."""
    submission = returns.fetch(reference, by=request.user)
    unreplied = returns.unreplied_count(submission)
    handling.require(rules.may_accept(submission, request.user, unreplied_count=unreplied))
    if request.method == "POST":
        returns.accept(submission, by=request.user)
        messages.success(request, _("The return has been accepted."))
        return redirect(address(submission))
    answered = sum(question.is_answered for question in completeness.questions(submission))
    return pages.ConfirmPage(
        _("Accept this return?"),
        _("Accept the return"),
        address(submission),
        lead=_("Its answers stay frozen unless a later query sends it back."),
        facts=[
            pages.Fact(_("Return"), submission.title),
            pages.Fact(_("Answers"), str(answered)),
        ],
        breadcrumbs=way(submission),
    ).response(request)


urlpatterns = [
    path("returns/<slug:reference>/query/", ask, name="query-ask"),
    path("queries/<slug:reference>/reply/", reply, name="query-reply"),
    path("returns/<slug:reference>/accept/", accept, name="return-accept"),
]
