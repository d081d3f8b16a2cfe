"""Pages about self-assessments: private to a body, from the first question to the comparison."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from headwater.govuk import errors, formats, forms, pages
from headwater.inspection.forms import assessments as asked
from headwater.inspection.models import Assessment, AssessmentAnswer
from headwater.inspection.rules import assessments as rules
from headwater.inspection.services import assessments
from headwater.inspection.services.assessments import Question
from headwater.kernel import handling, people, requests

PRIVATE = "Only people of your body can see this. Nobody else is told that it exists."


def address(assessment: Assessment) -> str:
    """The page of a self-assessment."""
    return reverse("inspection:assessment", args=[assessment.reference])


def _way(assessment: Assessment | None = None) -> list[tuple[str, str]]:
    way = [(_("Home"), "/"), (_("Self-assessments"), reverse("inspection:assessments"))]
    return [*way, (assessment.title, address(assessment))] if assessment else way


def _fetch(reference: str, by: people.Person) -> Assessment:
    related = ("framework", "cohort", "record__owner")
    return handling.fetch(Assessment, reference, by=by, related=related)


def _bodies(person: people.Person) -> list[people.Organisation]:
    return [body for body in person.organisations_now() if rules.may_run(body, person)]


def listing(request: requests.SignedIn) -> HttpResponse:
    """The self-assessments of the reader's own bodies."""
    found = (
        handling.visible(Assessment, to=request.user)
        .select_related("framework", "record__owner")
        .annotate(answer_count=Count("answers"))
        .order_by("-on_date", "-record__created_at")
    )
    return pages.ListPage(
        title=_("Self-assessments"),
        rows=found,
        columns=[
            pages.Column(_("Self-assessment"), "title", link=address, sort="record__title"),
            pages.Column(_("Body"), "record.owner.name"),
            pages.Column(_("As on"), "on_date", shown=formats.day, sort="on_date"),
            pages.Column(_("State"), "get_state_display", tag=_colour),
            pages.Column(_("Answers"), "answer_count", numeric=True, link=_answers),
            pages.Column(_("Kept until"), "record.ends_on", shown=formats.day),
        ],
        empty=_("Your body has not assessed itself yet."),
        breadcrumbs=[(_("Home"), "/")],
        template="inspection/assessments_list.jinja",
        context={"may_begin": bool(_bodies(request.user))},
    ).response(request)


def _colour(assessment: Assessment) -> str:
    return "green" if assessment.state == Assessment.State.COMPLETE else "blue"


def _answers(assessment: Assessment) -> str:
    return reverse("inspection:assessment-answers", args=[assessment.reference])


def begin(request: requests.SignedIn) -> HttpResponse:
    """Begin a self-assessment, alone."""
    bodies = _bodies(request.user)
    if not bodies:
        raise handling.Refused(_("Your role does not run self-assessments."))
    form = asked.Begin(request.POST or None, bodies=bodies)
    if form.is_valid():
        try:
            made = assessments.begin(by=request.user, **form.cleaned_data)
        except handling.Refused as refused:
            form.add_error("framework", str(refused))
        else:
            return redirect(address(made))
    return pages.FormPage(
        _("Assess yourselves"),
        form,
        _("Begin"),
        lead=_(PRIVATE),
        cancel=reverse("inspection:assessments"),
        breadcrumbs=_way(),
    ).response(request)


def show(request: requests.SignedIn, reference: str) -> HttpResponse:
    """One self-assessment: every question by section, and what is left."""
    assessment = _fetch(reference, request.user)
    questions = assessments.questions(assessment)
    may_run = rules.may_run(assessment.record.owner, request.user)
    left = [question for question in questions if question.answer is None]
    return pages.RecordPage(
        assessment.title,
        caption=_("Self-assessment of %(name)s") % {"name": assessment.record.owner.name},
        state=assessment.get_state_display(),
        colour=_colour(assessment),
        note=_note(assessment),
        facts=_facts(assessment, len(questions), len(left)),
        acts=_acts(assessment, left, may_run),
        breadcrumbs=_way(),
        template="inspection/assessments_page.jinja",
        context={
            "assessment": assessment,
            "sections": _sections(assessment, questions, bool(may_run)),
            "counts": assessments.counts(questions),
            "previous": assessments.last_before(assessment),
            "private": _(PRIVATE),
        },
    ).response(request)


def _note(assessment: Assessment) -> str:
    """What an unconfirmed framework says of itself, in page and downloads alike."""
    framework = assessment.framework
    return "" if framework.is_confirmed else str(framework.body["wording"])


def _facts(assessment: Assessment, count: int, left: int) -> list[pages.Fact]:
    framework = assessment.framework
    cohort = assessment.cohort.title if assessment.cohort else _("All bodies")
    keep = reverse("inspection:assessment-keep", args=[assessment.reference])
    answered = _("%(given)s of %(all)s") % {"given": count - left, "all": count}
    return [
        pages.Fact(_("Framework"), f"{framework.title}, version {framework.version}"),
        pages.Fact(_("Questions put to"), cohort),
        pages.Fact(_("As on"), formats.day(assessment.on_date)),
        pages.Fact(_("Answered"), answered, href=_answers(assessment)),
        pages.Fact(_("Kept until"), formats.day(assessment.record.ends_on), change=keep),
    ]


def _acts(
    assessment: Assessment, left: list[Question], may_run: handling.Verdict
) -> list[pages.Act]:
    if assessment.state != Assessment.State.OPEN:
        return []
    acts = []
    if left:
        text = _("Answer the next question")
        acts.append(pages.Act(text, _of(assessment, left[0]), may_run.sentence))
    complete = reverse("inspection:assessment-complete", args=[assessment.reference])
    verdict = rules.may_complete(assessment, len(left)) if may_run else may_run
    acts.append(pages.Act(_("Complete it"), complete, verdict.sentence, secondary=bool(left)))
    return acts


def _of(assessment: Assessment, question: Question) -> str:
    code = question.finding.code
    return reverse("inspection:assessment-answer", args=[assessment.reference, code])


def _sections(
    assessment: Assessment, questions: list[Question], may_run: bool
) -> list[tuple[str, list[list[object]]]]:
    """Rows of question, answer and what shows it, under each capability or section."""
    is_open = may_run and assessment.state == Assessment.State.OPEN
    found: dict[str, list[list[object]]] = {}
    for question in questions:
        section = question.finding.parent
        href = _of(assessment, question) if is_open else ""
        comment = question.answer.comment if question.answer else ""
        row: list[object] = [(question.finding.title, href), question.shown, comment]
        found.setdefault(section.title if section else "", []).append(row)
    return list(found.items())


def answers(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Every question with its answer, to filter and to download."""
    assessment = _fetch(reference, request.user)
    return pages.ListPage(
        title=_("Answers: %(title)s") % {"title": assessment.title},
        rows=assessments.questions(assessment),
        columns=[
            pages.Column(_("Question"), "finding.title"),
            pages.Column(_("Code"), "finding.code", sort="finding.code"),
            pages.Column(_("Section"), "finding.parent.title", sort="finding.parent.title"),
            pages.Column(_("Answer"), "shown", sort="shown"),
            pages.Column(_("What shows it"), lambda q: q.answer.comment if q.answer else ""),
        ],
        filters=[pages.Search(_("Which question?"), on=["finding.title"])],
        note=_note(assessment),
        breadcrumbs=_way(assessment),
        filename=f"self-assessment-{assessment.on_date}",
    ).response(request)


def answer(request: requests.SignedIn, reference: str, code: str) -> HttpResponse:
    """Answer one question; the next page is the next one without an answer."""
    assessment = _fetch(reference, request.user)
    handling.require(rules.may_answer(assessment, request.user))
    questions = assessments.questions(assessment)
    question = next((each for each in questions if each.finding.code == code), None)
    if question is None:
        raise handling.NotSeen(code)
    form = asked.Answer(request.POST or None, question=question)
    if form.is_valid():
        try:
            assessments.answer(assessment, question.finding, by=request.user, **form.cleaned_data)
        except handling.Conflict as crossed:
            return _crossed(request, question, crossed.latest, form.cleaned_data)
        return redirect(_next(assessment, questions, question))
    section = question.finding.parent
    return pages.FormPage(
        question.finding.title,
        form,
        _("Save and go on"),
        caption=section.title if section else "",
        heading=True,
        cancel=address(assessment),
        breadcrumbs=_way(assessment),
    ).response(request)


def _next(assessment: Assessment, questions: list[Question], done: Question) -> str:
    """The next unanswered question after the one that was answered, or the record's page."""
    after = questions[questions.index(done) + 1 :]
    following = next((each for each in after if each.answer is None), None)
    return _of(assessment, following) if following else address(assessment)


def _crossed(
    request: requests.SignedIn,
    question: Question,
    stored: AssessmentAnswer,
    sent: dict[str, object],
) -> HttpResponse:
    titles = {code: point.title for code, point in question.points.items()}
    return errors.conflict(
        request,
        changes=[
            errors.Change(question.finding.title, titles[stored.value], titles[str(sent["value"])]),
            errors.Change(_("What shows it?"), stored.comment, str(sent["comment"])),
        ],
        title=_("Somebody else of your body answered this"),
        again=request.path,
        version=stored.version,
    )


def complete(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Ask, then complete a self-assessment."""
    assessment = _fetch(reference, request.user)
    form = forms.Form(request.POST or None, version=assessment.record.version)
    if request.method == "POST" and form.is_valid():
        assessments.complete(assessment, by=request.user, **form.cleaned_data)
        messages.success(request, _("The self-assessment is complete."))
        return redirect(address(assessment))
    return pages.ConfirmPage(
        _("Complete this self-assessment?"),
        _("Complete it"),
        address(assessment),
        lead=_("Its answers no longer change. The next one will be compared with it."),
        form=form,
        breadcrumbs=_way(assessment),
    ).response(request)


def keep(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Say until when a self-assessment is kept."""
    assessment = _fetch(reference, request.user)
    handling.require(rules.may_run(assessment.record.owner, request.user))
    initial = {"ends_on": assessment.record.ends_on}
    form = asked.Keep(request.POST or None, initial=initial, version=assessment.record.version)
    if form.is_valid():
        try:
            assessments.keep_until(assessment, by=request.user, **form.cleaned_data)
        except handling.Refused as refused:
            form.add_error("ends_on", str(refused))
        else:
            return redirect(address(assessment))
    return pages.FormPage(
        _("End date"),
        form,
        _("Save the date"),
        cancel=address(assessment),
        breadcrumbs=_way(assessment),
    ).response(request)


def comparison(request: requests.SignedIn, reference: str) -> HttpResponse:
    """A self-assessment beside the last one: each answer in words, and counts by scale point."""
    assessment = _fetch(reference, request.user)
    found = assessments.compare(assessment)
    if found is None:
        raise handling.Refused(_("This is your first by this framework; there is none before it."))
    before, after = formats.day(found.before.on_date), formats.day(found.after.on_date)
    return pages.ListPage(
        title=_("Compared with the last one"),
        rows=found.changes,
        columns=[
            pages.Column(_("Question"), "question"),
            pages.Column(before, "before"),
            pages.Column(after, "after"),
            pages.Column(_("Change"), "word", sort="word"),
        ],
        filters=[pages.Only("word", _("Which changes?"), _words(found.changes))],
        breadcrumbs=_way(assessment),
        filename=f"self-assessment-comparison-{assessment.on_date}",
        template="inspection/assessments_comparison.jinja",
        context={"counts": found.counts, "before": before, "after": after},
        per_page=200,
    ).response(request)


def _words(changes: list[rules.Change]) -> list[tuple[str, str]]:
    return [(word, word) for word in sorted({change.word for change in changes})]


urlpatterns = [
    path("self-assessments/", listing, name="assessments"),
    path("self-assessments/begin/", begin, name="assessment-begin"),
    path("self-assessments/<str:reference>/", show, name="assessment"),
    path("self-assessments/<str:reference>/answers/", answers, name="assessment-answers"),
    path(
        "self-assessments/<str:reference>/questions/<slug:code>/", answer, name="assessment-answer"
    ),
    path("self-assessments/<str:reference>/complete/", complete, name="assessment-complete"),
    path("self-assessments/<str:reference>/keep/", keep, name="assessment-keep"),
    path("self-assessments/<str:reference>/comparison/", comparison, name="assessment-comparison"),
]
