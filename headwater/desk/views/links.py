"""Links for partners without accounts: sending one, and the page behind it."""

import datetime

from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from headwater.desk import middleware, reader
from headwater.desk.forms import actions as forms
from headwater.desk.views.actions import crossed
from headwater.govuk import errors, formats, pages
from headwater.kernel import actions, handling

ACT = "verify-action"


def send(request: HttpRequest, reference: str) -> HttpResponse:
    """Send the verifier's post a link that opens this one verification."""
    person = reader.person(request)
    action = handling.fetch(actions.Action, reference, by=person)
    handling.require(actions.may_send_link(action, person))
    form = forms.SendLink(request.POST or None)
    if form.is_valid():
        return _sent(request, action, days=int(form.cleaned_data["days"]))
    return pages.FormPage(
        _("Ask %(post)s by link") % {"post": action.verifier_post},
        form,
        _("Send link"),
        caption=action.title,
        lead=_("The link goes to %(mail)s. It opens this one action, once, without an account.")
        % {"mail": action.verifier_post.email},
        cancel=reverse("action", kwargs={"reference": reference}),
    ).response(request)


def _sent(request: HttpRequest, action: actions.Action, *, days: int) -> HttpResponse:
    until = timezone.now() + datetime.timedelta(days=days)
    post, person = action.verifier_post, reader.person(request)
    token = handling.issue_link(action, act=ACT, post=post, by=person, expires_at=until)
    address = request.build_absolute_uri(reverse("verify-by-link", kwargs={"token": token}))
    mail = _letter(action, address=address, until=until)
    transaction.on_commit(mail.send, robust=True)
    return pages.DonePage(
        _("The link is on its way"),
        next_text=_("When %(post)s answers, the action shows it. The link is shown here once.")
        % {"post": post},
        links=[(_("Back to the action"), reverse("action", args=[action.reference]))],
        template="desk/link_sent.jinja",
        context={"address": address},
    ).response(request)


def _letter(action: actions.Action, *, address: str, until: datetime.datetime) -> EmailMessage:
    text = _(
        "%(owner)s reports an action done and asks you to verify it.\n\n%(address)s\n\n"
        "The link opens this one action, once, until %(until)s. You need no account."
    )
    told = {"owner": action.owner_post, "address": address, "until": formats.moment(until)}
    subject = _("Please verify: %(title)s") % {"title": action.title}
    return EmailMessage(subject, text % told, to=[action.verifier_post.email])


@middleware.by_link(ACT)
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link: the action, and the one question."""
    holder: handling.LinkHolder = request.link_holder  # type: ignore[attr-defined]
    action = handling.fetch(actions.Action, holder.link.record_reference, by=holder)
    handling.require(actions.is_to_verify(action))
    form = forms.Verify(request.POST or None, version=action.record.version)
    if form.is_valid():
        try:
            actions.verify_by_link(action, by=holder, **form.cleaned_data)
        except handling.Conflict:
            change = errors.Change(_("Your remark"), "", form.cleaned_data["remark"] or "")
            return crossed(request, action, change, title=_("Somebody else changed this action"))
        handling.spend_link(holder.link)
        agrees = form.cleaned_data["agrees"]
        return pages.DonePage(
            _("Thank you: the action is verified") if agrees else _("Thank you: it is sent back"),
            next_text=_("%(owner)s sees your answer. This link is now used up.")
            % {"owner": action.owner_post},
        ).response(request)
    return pages.FormPage(
        _("Is this action done?"),
        form,
        _("Send answer"),
        caption=action.title,
        template="desk/verify.jinja",
        context={"facts": _facts(action), "asked": str(holder.link.post)},
    ).response(request)


def _facts(action: actions.Action) -> list[pages.Fact]:
    return [
        pages.Fact(_("What was to be done"), action.detail, prose=True),
        pages.Fact(_("Owner"), action.owner_post),
        pages.Fact(_("Due"), formats.day(action.due_date)),
        pages.Fact(_("What shows it"), action.evidence, prose=True),
    ]


urlpatterns = [
    path("actions/<str:reference>/link/", send, name="action-link"),
    path("verify/<str:token>/", verify, name="verify-by-link"),
]
