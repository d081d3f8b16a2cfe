"""Pages by which a post outside the inspectorate signs a report, once, without an account."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from headwater.govuk import pages
from headwater.inspection.documents import assembly
from headwater.inspection.forms import reports as asked
from headwater.inspection.rules import reports as rules
from headwater.inspection.services import reports
from headwater.inspection.services.reports import signing
from headwater.inspection.views import reports as report_pages
from headwater.kernel import handling, requests


def ask(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Choose the post that signs and make its link."""
    report = report_pages.report_of(slug, request)
    handling.require(rules.may_ask_to_sign(request.user, faults=reports.check(report)))
    back = reverse("inspection:report", args=[slug])
    form = asked.Signer(request.POST or None, owner=report.record.owner)
    if form.is_valid():
        post = form.cleaned_data["post"]
        try:
            token = reports.ask_to_sign(report, post=post, by=request.user)
        except handling.Refused as refused:
            form.add_error("post", str(refused))
        else:
            return pages.DonePage(
                _("The link is ready"),
                lead=_(
                    "Send it to %(post)s. It opens this one signature, once, and is shown only now."
                )
                % {"post": post},
                reference=request.build_absolute_uri(
                    reverse("inspection:sign-by-link", args=[token])
                ),
                links=[(_("Back to the report"), back)],
            ).response(request)
    return pages.FormPage(
        _("Ask a post to sign by link"), form, _("Make the link"), cancel=back
    ).response(request)


def by_link(request: requests.ByLink, token: str) -> HttpResponse:
    """The page behind a signer's link: the report as it was copied, and the signature."""
    holder = request.link_holder
    form = asked.Signing(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reports.sign_by_link(holder)
        return pages.DonePage(
            _("You have signed the report"),
            lead=_("Your signature counts while the report stays as you read it."),
        ).response(request)
    copy = reports.reading_copy(holder.link)
    context = {"document": assembly.document(copy.frozen), "form": form, "post": holder.link.post}
    status = 422 if form.is_bound else 200
    return render(request, "inspection/reports_by_link.jinja", context, status=status)


by_link.link_act = signing.ACT  # type: ignore[attr-defined]
by_link.login_required = False  # type: ignore[attr-defined]

urlpatterns = [
    path("rounds/<slug:slug>/report/sign/ask/", ask, name="report-ask-to-sign"),
    path("sign/<str:token>/", by_link, name="sign-by-link"),
]
