"""Pages about one clause: its progress, its owners and dates, and its closure by another."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from headwater.govuk import errors, formats, forms, pages
from headwater.inspection.forms import raising
from headwater.inspection.forms import recommendations as asked
from headwater.inspection.models import Clause, Progress
from headwater.inspection.rules import recommendations as rules
from headwater.inspection.services import clauses, recommendations
from headwater.inspection.views.recommendations import COLOURS, clause_address, way
from headwater.kernel import handling, people, requests


def show(request: HttpRequest, reference: str) -> HttpResponse:
    """One clause: its owners and dates, what was reported, and what can be done."""
    clause = clauses.fetch(reference)
    is_late = clauses.is_overdue(clause)
    return pages.RecordPage(
        _("Clause %(mark)s") % {"mark": clause.mark},
        caption=clause.recommendation.report,
        state=_("Overdue") if is_late else clause.get_state_display(),
        colour="red" if is_late else COLOURS[clause.state],
        facts=_facts(clause),
        acts=_acts(clause, request.user),
        breadcrumbs=way(clause.recommendation),
        template="inspection/clauses_page.jinja",
        context={"rows": clause.progress.order_by("-on_date", "-pk"), "clause": clause},
    ).response(request)


def _facts(clause: Clause) -> list[pages.Fact]:
    needed = clause.depends_on.select_related("recommendation").order_by("pk")
    after = ", ".join(f"{each.mark} ({each.get_state_display().lower()})" for each in needed)
    facts = [
        pages.Fact(_("Asks for"), clause.text),
        pages.Fact(_("Lead"), clause.lead or _("Nobody first")),
        pages.Fact(_("Supporting"), clause.supporting or _("Nobody")),
        pages.Fact(_("Due"), formats.day(clause.due_date) or _("No date")),
    ]
    if clause.lead_post and str(clause.lead_post) != clause.lead:
        facts.insert(2, pages.Fact(_("Lead post"), str(clause.lead_post)))
    if clause.slip_count:
        facts.append(pages.Fact(_("First due"), formats.day(clause.first_due_date)))
        facts.append(pages.Fact(_("Slips"), _slips(clause)))
    if after:
        facts.append(pages.Fact(_("Closed only after"), after))
    if clause.action:
        there = reverse("action", args=[clause.action.reference])
        facts.append(pages.Fact(_("Action"), clause.action.title, href=there))
    if clause.closed_at:
        closed = f"{formats.moment(clause.closed_at)}, {clause.closed_by}"
        facts.append(pages.Fact(_("Closed"), closed))
    return facts


def _slips(clause: Clause) -> str:
    if not clause.due_date or not clause.first_due_date:
        return str(clause.slip_count)
    moved = (clause.due_date - clause.first_due_date).days
    return _("%(count)s, %(days)s days in all") % {"count": clause.slip_count, "days": moved}


def _acts(clause: Clause, user: Any) -> list[pages.Act]:
    if not isinstance(user, people.Person):
        return []
    judged = rules.may_judge(clause, user, reporters=clauses.reporters(clause))
    manage = rules.may_manage(user)
    found = [
        (_("Report progress"), "clause-report", rules.may_report(clause, user)),
        (_("Close or send back"), "clause-close", judged),
        (_("Ask a partner to close it"), "clause-ask", rules.may_ask(clause, user)),
        (_("Raise an action"), "clause-action", rules.may_raise(clause, user)),
        (_("Move the date"), "clause-move", manage),
        (_("Change the owners"), "clause-owners", manage),
    ]
    shown = [each for place, each in enumerate(found) if each[2] or place < 2]
    shown.sort(key=lambda each: not each[2])
    return [
        pages.Act(text, _there(name, clause), verdict.sentence, secondary=place > 0)
        for place, (text, name, verdict) in enumerate(shown)
    ]


def _there(name: str, clause: Clause) -> str:
    return reverse(f"inspection:{name}", args=[clause.reference])


@dataclass(frozen=True)
class _Words:
    """What a form about a clause is called, and what is said when it is done.

    ``field`` is the question beside which a refusal is shown.
    """

    title: str
    button: str
    done: str
    field: str | None = None


def _ask(
    request: requests.SignedIn,
    clause: Clause,
    form: forms.Form,
    act: Callable[..., object],
    words: _Words,
) -> HttpResponse:
    """Ask a form about a clause and act on it; show both versions when another came first."""
    if form.is_valid():
        try:
            act(clause, by=request.user, **form.cleaned_data)
        except handling.Refused as refused:
            form.add_error(words.field, str(refused))
        except handling.Conflict as crossed:
            return _crossed(request, form, crossed.latest)
        else:
            messages.success(request, words.done)
            return redirect(clause_address(clause))
    return _form_page(clause, form, words).response(request)


def _form_page(clause: Clause, form: forms.Form, words: _Words) -> pages.FormPage:
    return pages.FormPage(
        words.title,
        form,
        words.button,
        caption=_("Clause %(mark)s") % {"mark": clause.mark},
        lead=clause.text,
        cancel=clause_address(clause),
        breadcrumbs=way(clause.recommendation),
        template="inspection/clauses_form.jinja",
        context={"rows": clause.progress.order_by("-on_date", "-pk")},
    )


def _crossed(request: HttpRequest, form: forms.Form, stored: Clause) -> HttpResponse:
    last = stored.progress.order_by("-pk").first()
    now = _stored(stored, last)
    sent = {name: value for name, value in form.cleaned_data.items() if name in now}
    return errors.conflict(
        request,
        changes=[
            errors.Change(str(form.fields[name].label), now[name], _said(value))
            for name, value in sent.items()
        ],
        title=_("Somebody else changed this clause"),
        again=request.path,
        version=stored.version,
        by=last.reported_for if last else "",
    )


def _stored(clause: Clause, last: Progress | None) -> dict[str, str]:
    """What a clause says now, by the name of the question that asks for it."""
    said = last.text if last else ""
    return {
        "text": said,
        "remark": said,
        "reason": said,
        "evidence": last.evidence if last else "",
        "to": formats.day(clause.due_date),
        "lead": clause.lead,
        "lead_post": str(clause.lead_post or ""),
        "supporting": clause.supporting,
        "is_done": clause.get_state_display(),
        "agrees": clause.get_state_display(),
    }


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return formats.day(value) if isinstance(value, datetime.date) else str(value or "")


def report(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Report progress on a clause, or report it done."""
    clause = clauses.fetch(reference)
    handling.require(rules.may_report(clause, request.user))
    return _ask(
        request,
        clause,
        asked.Report(request.POST or None, version=clause.version),
        clauses.report_progress,
        _Words(
            title=_("Report progress"),
            button=_("Send the report"),
            done=_("The report has been added."),
            field="evidence",
        ),
    )


def move(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Move the date of a clause."""
    clause = clauses.fetch(reference)
    handling.require(rules.may_manage(request.user))
    return _ask(
        request,
        clause,
        asked.Move(request.POST or None, initial={"to": clause.due_date}, version=clause.version),
        clauses.move_date,
        _Words(
            title=_("Move the date"),
            button=_("Move the date"),
            done=_("The date has been moved. The first date is kept."),
            field="reason",
        ),
    )


def close(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Close a clause that another reported done, or send it back."""
    clause = clauses.fetch(reference)
    verdict = rules.may_judge(clause, request.user, reporters=clauses.reporters(clause))
    handling.require(verdict)
    return _ask(
        request,
        clause,
        asked.Close(request.POST or None, version=clause.version),
        clauses.close,
        _Words(
            title=_("Close this clause, or send it back"),
            button=_("Send the answer"),
            done=_("Your answer has been kept."),
            field="remark",
        ),
    )


def owners(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Say who leads a clause and who supports."""
    clause = clauses.fetch(reference)
    handling.require(rules.may_manage(request.user))
    area = clause.recommendation.record.area
    return _ask(
        request,
        clause,
        asked.Owners.of(clause, request.POST or None, area=area),
        recommendations.assign,
        _Words(
            title=_("Owners of the clause"),
            button=_("Save the owners"),
            done=_("The owners have been saved."),
        ),
    )


def raise_action(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Turn a clause into an action."""
    clause = clauses.fetch(reference)
    handling.require(rules.may_raise(clause, request.user))
    initial = {"title": clause.text[:200], "due_date": clause.due_date}
    area = clause.recommendation.record.area
    return _ask(
        request,
        clause,
        raising.RaiseAction(request.POST or None, area=area, initial=initial),
        clauses.raise_action,
        _Words(
            title=_("Raise an action"),
            button=_("Raise the action"),
            done=_("The action has been raised."),
        ),
    )


def ask_partner(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Send a post without an account a link that opens the closing of this clause once."""
    clause = clauses.fetch(reference)
    handling.require(rules.may_ask(clause, request.user))
    form = asked.Ask(request.POST or None, area=clause.recommendation.record.area)
    if form.is_valid():
        post = form.cleaned_data["post"]
        try:
            token = clauses.ask_to_close(clause, post=post, by=request.user)
        except handling.Refused as refused:
            form.add_error("post", str(refused))
        else:
            return _sent(request, clause, post, token)
    return pages.FormPage(
        _("Ask a partner to close it"),
        form,
        _("Send the link"),
        caption=_("Clause %(mark)s") % {"mark": clause.mark},
        lead=_("The link opens this one clause, once, for 14 days, without an account."),
        cancel=clause_address(clause),
        breadcrumbs=way(clause.recommendation),
    ).response(request)


def _sent(
    request: requests.SignedIn, clause: Clause, post: people.Post, token: str
) -> HttpResponse:
    link = request.build_absolute_uri(reverse("inspection:close-clause", args=[token]))
    mail = EmailMessage(
        _("Please look at clause %(mark)s") % {"mark": clause.mark},
        _("You are asked whether this is done: %(text)s\n\n%(link)s\n\nThe link opens once.")
        % {"text": clause.text, "link": link},
        to=[post.email],
    )
    transaction.on_commit(lambda: mail.send())
    return pages.DonePage(
        _("The link is on its way"),
        next_text=_("When %(post)s answers, the clause shows it. The link is shown here once.")
        % {"post": post},
        links=[(_("Back to the clause"), clause_address(clause))],
        template="inspection/clauses_sent.jinja",
        context={"link": link},
    ).response(request)


def close_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link: one clause, one question."""
    holder: handling.LinkHolder = request.link_holder  # type: ignore[attr-defined]
    clause = clauses.fetch(holder.link.target["clause"])
    form = asked.Close(request.POST or None, version=clause.version)
    if form.is_valid():
        try:
            clauses.close_by_link(clause, by=holder, **form.cleaned_data)
        except handling.Refused as refused:
            form.add_error("remark", str(refused))
        except handling.Conflict as crossed:
            return _crossed(request, form, crossed.latest)
        else:
            return pages.DonePage(
                _("Thank you: your answer has been kept"),
                next_text=_("This link is now used up. You can close this page."),
            ).response(request)
    return pages.FormPage(
        _("Is this clause done?"),
        form,
        _("Send the answer"),
        caption=clause.recommendation.report,
        lead=clause.text,
        template="inspection/clauses_by_link.jinja",
        context={"rows": clause.progress.order_by("-on_date", "-pk"), "asked": holder.link.post},
    ).response(request)


show.login_required = False  # type: ignore[attr-defined]
close_by_link.login_required = False  # type: ignore[attr-defined]
close_by_link.link_act = clauses.LINK_ACT  # type: ignore[attr-defined]

urlpatterns = [
    path("clauses/<str:reference>/", show, name="clause"),
    path("clauses/<str:reference>/report/", report, name="clause-report"),
    path("clauses/<str:reference>/date/", move, name="clause-move"),
    path("clauses/<str:reference>/close/", close, name="clause-close"),
    path("clauses/<str:reference>/owners/", owners, name="clause-owners"),
    path("clauses/<str:reference>/action/", raise_action, name="clause-action"),
    path("clauses/<str:reference>/ask/", ask_partner, name="clause-ask"),
    path("close/<str:token>/", close_by_link, name="close-clause"),
]
