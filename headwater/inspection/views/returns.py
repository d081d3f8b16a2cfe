"""Pages of a return: the list of a round, one return, its questions, checking and submitting."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from headwater.govuk import errors, formats, pages
from headwater.inspection.forms import returns as asked
from headwater.inspection.models import Answer, Query, Return, Round
from headwater.inspection.rules import imports as import_rules
from headwater.inspection.rules import reconstruction
from headwater.inspection.rules import returns as rules
from headwater.inspection.services import completeness, returns, rounds
from headwater.inspection.views.rounds import crumbs
from headwater.kernel import frameworks, handling, requests

COLOURS = {
    Return.State.OPEN: "blue",
    Return.State.SUBMITTED: "purple",
    Return.State.QUERIED: "yellow",
    Return.State.ACCEPTED: "green",
}


def state_of(submission: Return, *, is_reconstruction: bool = False) -> tuple[str, str]:
    """Where a return stands, in words and as a colour."""
    if is_reconstruction:
        return _("Reconstructed"), "grey"
    state = Return.State(submission.state)
    return str(state.label), COLOURS[state]


def address(submission: Return, page: str = "return", *more: str) -> str:
    """A page of a return."""
    return reverse(f"inspection:{page}", args=[submission.reference, *more])


def way(submission: Return, *, own: bool = True) -> list[tuple[str, str]]:
    """The way back to a round's returns and, from within it, to the return."""
    round_ = submission.subject.round
    listing = (_("Returns"), reverse("inspection:returns", args=[round_.slug]))
    here = [(submission.title, address(submission))] if own else []
    return [*crumbs(round_), listing, *here]


def listing(request: requests.SignedIn, slug: str) -> HttpResponse:
    """The returns of a round that the reader may see, with how far each has come."""
    round_ = rounds.by_slug(slug, by=request.user)
    return pages.ListPage(
        title=_("Returns"),
        rows=completeness.of_round(round_, to=request.user),
        columns=_columns(round_),
        filters=[
            pages.Search(_("Which body?"), on=["subject.name"]),
            pages.Only("state", _("Which state?"), Return.State.choices),
        ],
        note=reconstruction.note_for(round_),
        empty=_("There is no return in this round that you may see."),
        breadcrumbs=crumbs(round_),
        template="inspection/returns_list.jinja",
        context={
            "round": round_,
            "refusal": import_rules.may_import_round(round_, request.user).sentence,
        },
    ).response(request)


def _columns(round_: Round) -> list[pages.Column]:
    counts = completeness.asked_counts(round_)

    def state(row: Return) -> tuple[str, str]:
        return state_of(row, is_reconstruction=round_.is_reconstruction)

    return [
        pages.Column(_("Body"), "subject.name", link=address, sort="subject__name"),
        pages.Column(_("Cohort"), "cohort", sort="cohort"),
        pages.Column(
            _("State"), lambda row: state(row)[0], tag=lambda row: state(row)[1], sort="state"
        ),
        pages.Column(
            _("Answered"), "answered_count", numeric=True, link=address, sort="answered_count"
        ),
        pages.Column(_("Asked"), lambda row: counts[row.cohort_code], numeric=True),
        pages.Column(_("Open queries"), "unreplied_count", numeric=True, sort="unreplied_count"),
        pages.Column(_("Due"), "due_on", shown=formats.day, sort="due_on"),
    ]


def own(request: requests.SignedIn) -> HttpResponse:
    """The returns of the reader's own bodies, over all rounds."""
    found = (
        handling.visible(Return, to=request.user)
        .filter(subject__organisation__in=request.user.organisations_now())
        .select_related("subject__round__record")
        .order_by("-due_on")
    )
    return pages.ListPage(
        title=_("Returns"),
        rows=found,
        columns=[
            pages.Column(_("Return"), "title", link=address, sort="record__title"),
            pages.Column(_("Round"), "subject.round.title", sort="subject__round__record__title"),
            pages.Column(
                _("State"),
                "get_state_display",
                tag=lambda row: COLOURS[Return.State(row.state)],
                sort="state",
            ),
            pages.Column(_("Due"), "due_on", shown=formats.day, sort="due_on"),
        ],
        empty=_("No round asks your bodies for a return."),
        breadcrumbs=[(_("Home"), "/")],
    ).response(request)


def show(request: requests.SignedIn, reference: str) -> HttpResponse:
    """One return: what is answered, what is missing, what is with others, what was queried."""
    submission = returns.fetch(reference, by=request.user)
    queries = completeness.queries_of(submission)
    questions = completeness.questions(submission, queries)
    edits = rules.may_edit(submission, request.user)
    round_ = submission.subject.round
    state, colour = state_of(submission, is_reconstruction=round_.is_reconstruction)
    return pages.RecordPage(
        submission.title,
        caption=round_.title,
        state=state,
        colour=colour,
        note=reconstruction.note_for(round_),
        facts=_facts(submission),
        acts=_acts(
            request,
            submission,
            missing_count=sum(not question.is_answered for question in questions),
            unreplied_count=sum(query.replied_at is None for query in queries),
        ),
        breadcrumbs=way(submission, own=False),
        template="inspection/return_page.jinja",
        context=_progress(submission, questions, queries, edits=bool(edits)),
    ).response(request)


def _progress(
    submission: Return,
    questions: list[completeness.Question],
    queries: list[Query],
    *,
    edits: bool,
) -> dict[str, object]:
    return {
        "submission": submission,
        "parts": completeness.parts(questions),
        "answered_count": sum(question.is_answered for question in questions),
        "asked_count": len(questions),
        "waiting": [question for question in questions if question.waiting],
        "to_take": [question for question in questions if question.to_take],
        "queries": queries,
        "edits": edits,
    }


def _facts(submission: Return) -> list[pages.Fact]:
    facts = [pages.Fact(_("Body"), submission.subject.name)]
    if submission.due_on:
        facts.append(pages.Fact(_("Due"), formats.day(submission.due_on)))
    if submission.submitted_at:
        by = completeness.named(submission.submitted_by)
        when = formats.moment(submission.submitted_at)
        facts.append(
            pages.Fact(
                _("Submitted"), _("%(when)s by %(who)s") % {"when": when, "who": by} if by else when
            )
        )
    return facts


def _acts(
    request: requests.SignedIn, submission: Return, *, missing_count: int, unreplied_count: int
) -> list[pages.Act]:
    """What the reader's side of the house can do: the body fills in, inspectors ask and accept."""
    organisation = submission.subject.organisation
    if organisation and organisation in request.user.organisations_now():
        submit = rules.may_submit(
            submission, request.user, missing_count=missing_count, unreplied_count=unreplied_count
        )
        check = address(submission, "return-check")
        if not submit and rules.may_edit(submission, request.user):
            # The page names every question that is missing, each with its way.
            return [pages.Act(_("Check answers"), check, secondary=True)]
        return [pages.Act(_("Check answers and submit"), check, submit.sentence)]
    if not request.user.may("round.inspect") or organisation is None:
        return []
    accept = rules.may_accept(submission, request.user, unreplied_count=unreplied_count)
    query = rules.may_query(submission, request.user)
    return [
        pages.Act(_("Accept the return"), address(submission, "return-accept"), accept.sentence),
        pages.Act(_("Ask a query"), address(submission, "query-ask"), query.sentence, True),
    ]


def part(request: requests.SignedIn, reference: str, code: str) -> HttpResponse:
    """The questions of one capability with their answers."""
    submission = returns.fetch(reference, by=request.user)
    found = [
        each
        for each in completeness.parts(completeness.questions(submission))
        if each.capability.code == code
    ]
    if not found:
        raise handling.NotSeen(code)
    return render(
        request,
        "inspection/return_part.jinja",
        {
            "submission": submission,
            "part": found[0],
            "edits": bool(rules.may_edit(submission, request.user)),
            "queries": bool(rules.may_query(submission, request.user)),
            "note": reconstruction.note_for(submission.subject.round),
            "breadcrumbs": way(submission),
        },
    )


def answer(request: requests.SignedIn, reference: str, code: str) -> HttpResponse:
    """One question: save the answer and go on to the next."""
    submission = returns.fetch(reference, by=request.user, related=returns.RULED)
    handling.require(rules.may_edit(submission, request.user))
    findings = returns.questions(submission)
    at = next((n for n, finding in enumerate(findings) if finding.code == code), None)
    if at is None:
        raise handling.NotSeen(code)
    finding = findings[at]
    stored = completeness.stored(submission, finding)
    if request.method == "POST":
        form = asked.Answering(request.POST, finding=finding, answer=stored, version=0)
        if form.is_valid():
            try:
                returns.save_answer(submission, finding, by=request.user, **form.cleaned_data)
            except handling.Conflict as conflict:
                return _crossed(request, submission, form, conflict.latest)
            return redirect(_after(submission, findings, at))
    else:
        form = asked.Answering(
            finding=finding, answer=stored, version=stored.version if stored else 0
        )
    return _answer_page(request, submission, form, place=(at + 1, len(findings)))


def _after(submission: Return, findings: list[frameworks.Item], at: int) -> str:
    """The next question of the same capability or, at its end, the capability's page."""
    here = findings[at]
    if at + 1 < len(findings) and findings[at + 1].parent_id == here.parent_id:
        return address(submission, "answer", findings[at + 1].code)
    return address(submission, "return-part", here.parent.code if here.parent else "")


def _answer_page(
    request: requests.SignedIn, submission: Return, form: asked.Answering, *, place: tuple[int, int]
) -> HttpResponse:
    finding = form.finding
    capability = finding.parent or finding
    return pages.FormPage(
        finding.title,
        form,
        _("Save and continue"),
        caption=_("%(capability)s: question %(at)s of %(count)s")
        % {"capability": capability.title, "at": place[0], "count": place[1]},
        heading=True,
        cancel=address(submission, "return-part", capability.code),
        breadcrumbs=way(submission),
        template="inspection/answer.jinja",
        context={
            "submission": submission,
            "question": completeness.question(submission, finding),
        },
    ).response(request)


def _crossed(
    request: requests.SignedIn, submission: Return, form: asked.Answering, latest: Answer | None
) -> HttpResponse:
    """Both versions side by side; nothing was saved and nothing is lost."""
    finding = form.finding
    said = dict(form.fields["value"].choices)  # type: ignore[attr-defined]
    value, comment = form.cleaned_data["value"], form.cleaned_data["comment"]
    return errors.conflict(
        request,
        changes=[
            errors.Change(finding.title, said.get(latest.value, "") if latest else "",
                          str(said.get(value, ""))),
            errors.Change(str(form.fields["comment"].label), latest.comment if latest else "",
                          comment),
        ],
        title=_("Two people answered this question"),
        again=address(submission, "answer", finding.code),
        version=latest.version if latest else 0,
        by=completeness.last_saver(submission, finding),
    )  # fmt: skip


def check(request: requests.SignedIn, reference: str) -> HttpResponse:
    """All answers once more, and the button that submits them."""
    submission = returns.fetch(reference, by=request.user)
    if request.method == "POST":
        returns.submit(submission, by=request.user)
        return redirect(address(submission, "return-submitted"))
    questions = completeness.questions(submission)
    verdict = rules.may_submit(
        submission,
        request.user,
        missing_count=sum(not question.is_answered for question in questions),
        unreplied_count=returns.unreplied_count(submission),
    )
    return render(
        request,
        "inspection/return_check.jinja",
        {
            "submission": submission,
            "parts": completeness.parts(questions),
            "missing": [question for question in questions if not question.is_answered],
            "refusal": verdict.sentence,
            "edits": bool(rules.may_edit(submission, request.user)),
            "breadcrumbs": way(submission),
        },
    )


def submitted(request: requests.SignedIn, reference: str) -> HttpResponse:
    """What has happened and what comes next."""
    submission = returns.fetch(reference, by=request.user)
    if submission.state == Return.State.OPEN:
        return redirect(address(submission))
    return pages.DonePage(
        _("Return submitted"),
        reference=submission.reference,
        next_text=_(
            "The inspectors read the return. They accept it, or send it back with queries, which "
            "then wait in your work list."
        ),
        links=[(_("Go to the return"), address(submission))],
    ).response(request)


def documents(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Which documents the inspectors ask for, and which questions each bears on."""
    submission = returns.fetch(reference, by=request.user)
    round_ = submission.subject.round
    findings = {finding.code: finding for finding in returns.questions(submission)}
    wanted = round_.framework.offered("document_request")
    return render(
        request,
        "inspection/return_documents.jinja",
        {
            "submission": submission,
            "requests": [
                (item, [findings[code] for code in item.body["findings"] if code in findings])
                for item in wanted
            ],
            "add": reverse("inspection:evidence-add", args=[round_.slug])
            + f"?body={submission.subject.code}",
            "supplies": bool(rules.may_edit(submission, request.user)),
            "breadcrumbs": way(submission),
        },
    )


urlpatterns = [
    path("returns/", own, name="own-returns"),
    path("rounds/<slug:slug>/returns/", listing, name="returns"),
    path("returns/<slug:reference>/", show, name="return"),
    path("returns/<slug:reference>/part/<slug:code>/", part, name="return-part"),
    path("returns/<slug:reference>/answer/<slug:code>/", answer, name="answer"),
    path("returns/<slug:reference>/check/", check, name="return-check"),
    path("returns/<slug:reference>/submitted/", submitted, name="return-submitted"),
    path("returns/<slug:reference>/documents/", documents, name="return-documents"),
]
