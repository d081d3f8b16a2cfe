"""Factual accuracy: what each body was shown, its comment by page or by link, and the answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from headwater.govuk import formats, pages
from headwater.inspection.forms import reports as asked
from headwater.inspection.models import AccuracyCheck
from headwater.inspection.rules import reports as rules
from headwater.inspection.services import reports
from headwater.inspection.services.reports import accuracy
from headwater.inspection.views import reports as report_pages
from headwater.kernel import handling, requests


def listing(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Every body of the round with its check."""
    round_ = report_pages.round_of(slug, request)
    checks = accuracy.checks_by_body(round_)
    rows = [{"name": name, "check": check, "state": state_of(check)[0]} for name, check in checks]
    return pages.ListPage(
        title=_("Factual accuracy"),
        rows=rows,
        columns=[
            pages.Column(_("Body"), "name", link=lambda row: address(row["check"])),
            pages.Column(
                _("State"), "state", tag=lambda row: state_of(row["check"])[1], sort="state"
            ),
            pages.Column(_("Comment by"), "check.due_on", shown=formats.day),
            pages.Column(_("Commented by"), "check.commented_by"),
        ],
        breadcrumbs=report_pages.way(round_),
        template="inspection/accuracy_list.jinja",
        context={"round": round_, "send": rules.may_send(round_, request.user)},
    ).response(request)


def address(check: AccuracyCheck | None) -> str:
    """The page of a check; none before it was sent."""
    return reverse("inspection:accuracy-check", args=[check.reference]) if check else ""


def state_of(check: AccuracyCheck | None) -> tuple[str, str]:
    """Where a check stands, in words and as a colour."""
    if check is None:
        return _("Not sent"), "grey"
    if check.commented_at is None:
        return _("Waits for the body"), "yellow"
    if check.is_agreed:
        return _("Agreed"), "green"
    return (_("Answered"), "green") if check.replied_at else (_("Waits for an answer"), "red")


def send(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Send the draft to every body that has not had it."""
    round_ = report_pages.round_of(slug, request)
    handling.require(rules.may_send(round_, request.user))
    form = asked.SendForAccuracy(request.POST or None)
    if form.is_valid():
        try:
            due_on = form.cleaned_data["due_on"]
            sent = reports.send_for_accuracy(round_, by=request.user, due_on=due_on)
        except handling.Refused as refused:
            form.add_error("due_on", str(refused))
        else:
            messages.success(
                request, _("%(count)s bodies were sent the draft.") % {"count": len(sent)}
            )
            return redirect("inspection:report-accuracy", slug)
    return pages.FormPage(
        _("Send the draft for factual accuracy"),
        form,
        _("Send the draft"),
        lead=_("Each body sees its own judgements and the passages that name it, nothing else."),
        breadcrumbs=report_pages.way(round_),
    ).response(request)


def check_page(request: requests.SignedIn, reference: str) -> HttpResponse:
    """One check: for the body to comment on, for the inspectors to answer."""
    check = reports.find_check(reference)
    subject = check.submission.subject
    for_body = request.user.may("return.submit", organisation=subject.organisation)
    form = asked.Accuracy(request.POST or None) if for_body else asked.Answer(request.POST or None)
    if form.is_valid():
        try:
            _keep(request, check, form)
        except handling.Refused as refused:
            form.add_error("text", str(refused))
        else:
            return redirect("inspection:accuracy-check", reference)
    allowed = (
        rules.may_comment_accuracy(check) if for_body
        else rules.may_reply_accuracy(check, request.user)
    )  # fmt: skip
    context = _context(check, form=form, allowed=allowed, for_body=for_body)
    context["may_invite"] = rules.may_edit(request.user) and not check.commented_at
    status = 422 if form.errors else 200
    return render(request, "inspection/accuracy_check.jinja", context, status=status)


def _keep(
    request: requests.SignedIn, check: AccuracyCheck, form: asked.Accuracy | asked.Answer
) -> None:
    """Keep the body's comment, or the inspectors' answer to it."""
    if isinstance(form, asked.Accuracy):
        reports.comment_accuracy(check, by=request.user, **form.cleaned_data)
        messages.success(request, _("Your comment has been sent to the inspectors."))
    else:
        reports.reply_accuracy(check, text=form.cleaned_data["text"], by=request.user)
        messages.success(request, _("The comment has been answered."))


def _context(check: AccuracyCheck, **more: object) -> dict[str, object]:
    state, colour = state_of(check)
    return {
        "check": check,
        "subject": check.submission.subject,
        "state": state,
        "colour": colour,
        "blocks": check.draft.split("\n\n"),
        **more,
    }


def invite(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Make a link by which a post of the body comments without an account."""
    check = reports.find_check(reference)
    handling.require(rules.may_edit(request.user))
    body = check.submission.subject.organisation
    if body is None:
        raise handling.NotSeen(reference)
    form = asked.InvitePost(request.POST or None, organisation=body)
    if form.is_valid():
        post = form.cleaned_data["post"]
        token = reports.invite_to_accuracy(check, post=post, by=request.user)
        return pages.DonePage(
            _("The link is ready"),
            lead=_("Send it to %(post)s. It opens this one check, once, and is shown only now.")
            % {"post": post},
            reference=request.build_absolute_uri(
                reverse("inspection:accuracy-by-link", args=[token])
            ),
            links=[(_("Back to the check"), address(check))],
        ).response(request)
    return pages.FormPage(
        _("Ask a post by link"), form, _("Make the link"), cancel=address(check)
    ).response(request)


def by_link(request: requests.ByLink, token: str) -> HttpResponse:
    """The page behind a body's link: one comment, once."""
    holder = request.link_holder
    check = reports.find_check(holder.link.target["check"])
    form = asked.Accuracy(request.POST or None)
    if form.is_valid():
        try:
            reports.comment_accuracy(check, by=holder, **form.cleaned_data)
        except handling.Refused as refused:
            form.add_error("text", str(refused))
        else:
            return pages.DonePage(
                _("Your comment has been sent"),
                lead=_("The inspectors will answer it before the report is published."),
            ).response(request)
    context = _context(check, form=form, allowed=handling.YES, for_body=True, may_invite=False)
    return render(request, "inspection/accuracy_check.jinja", context)


by_link.link_act = accuracy.ACT  # type: ignore[attr-defined]
by_link.login_required = False  # type: ignore[attr-defined]

urlpatterns = [
    path("rounds/<slug:slug>/report/accuracy/", listing, name="report-accuracy"),
    path("rounds/<slug:slug>/report/accuracy/send/", send, name="report-accuracy-send"),
    path("accuracy/<slug:reference>/", check_page, name="accuracy-check"),
    path("accuracy/<slug:reference>/link/", invite, name="accuracy-invite"),
    path("accuracy/by-link/<str:token>/", by_link, name="accuracy-by-link"),
]
