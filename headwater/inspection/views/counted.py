"""Pages behind a number: the answers or judgements that it counts, and one answer's evidence."""

from typing import Any

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headwater.govuk import formats, pages
from headwater.inspection import figures
from headwater.inspection.figures import behind, outlines, tables
from headwater.inspection.models import Return, Round
from headwater.inspection.rules import reconstruction
from headwater.inspection.services import completeness, evidence, rounds
from headwater.inspection.views.rounds import crumbs
from headwater.kernel import frameworks, handling, requests

SIDES = {
    outlines.YES: gettext_lazy("Yes"),
    outlines.NO: gettext_lazy("No"),
    outlines.NOT_RECORDED: gettext_lazy("Not recorded"),
    outlines.NOT_APPLICABLE: gettext_lazy("Not applicable"),
    behind.ASKED: gettext_lazy("Asked"),
}
SHARES = {outlines.YES: "yes_pct", outlines.NO: "no_pct"}


def answers(
    request: requests.SignedIn, slug: str, finding: str, cohort: str, side: str
) -> HttpResponse:
    """The returns that a finding's figure counts."""
    round_ = rounds.by_slug(slug, by=request.user)
    try:
        row = figures.findings_table(round_).cell(finding, cohort)
    except figures.UnknownFigure as unknown:
        raise handling.NotSeen(finding) from unknown
    if side not in SIDES or not row.is_asked:
        raise handling.NotSeen(side)
    asked = outlines.of(round_.framework).by_code[finding]
    found = behind.answers(round_, asked, cohort, side)
    return pages.ListPage(
        title=_("%(side)s: %(finding)s") % {"side": SIDES[side], "finding": row.label},
        rows=found.rows.order_by("name", "pk"),
        columns=_answer_columns(round_, asked),
        filters=[pages.Search(_("Which body?"), on=["name"])],
        note=reconstruction.note_for(round_),
        empty=_("No answer counts here that you may see."),
        filename=f"{slug}-{finding}-{cohort}-{side}",
        template="inspection/figures_counted.jinja",
        breadcrumbs=_crumbs(round_, row.capability),
        context={
            "figure": getattr(row, SHARES.get(side, side)),
            "withheld": found.withheld_count,
            "about": _cohort_in_words(round_, cohort),
            "round": round_,
        },
    ).response(request)


def _answer_columns(round_: Round, asked: outlines.Finding) -> list[pages.Column]:
    def address(submission: Return) -> str:
        return reverse(
            "inspection:counted-answer", args=[round_.slug, asked.code, submission.subject.code]
        )

    def answer(submission: Any) -> str:
        return asked.names.get(submission.value or "", _("No answer"))

    columns = [
        pages.Column(_("Body"), "subject.name", link=address, sort="name"),
        pages.Column(_("Cohort"), "cohort_title", sort="cohort_title"),
        pages.Column(_("Answer"), answer, sort="value"),
        pages.Column(_("Pieces of evidence"), "evidence_count", numeric=True),
    ]
    if not round_.is_reconstruction:
        columns.append(pages.Column(_("Return"), "get_state_display", sort="state"))
    return columns


def stages(
    request: requests.SignedIn, slug: str, capability: str, stage: str, cohort: str
) -> HttpResponse:
    """The judgements that a figure of the stage table or the comparison counts."""
    round_ = rounds.by_slug(slug, by=request.user)
    outline = outlines.of(round_.framework)
    try:
        found = behind.judgements(round_, capability, stage, cohort)
    except KeyError as unknown:
        raise handling.NotSeen(stage) from unknown
    return pages.ListPage(
        title=_("%(stage)s: %(capability)s")
        % {"stage": _stage_in_words(outline, stage), "capability": outline.titles[capability]},
        rows=found.order_by("name", "pk"),
        columns=[
            pages.Column(
                _("Body"),
                "subject.name",
                link=lambda row: reverse(
                    "inspection:judgement", args=[slug, row.subject.reference, capability]
                ),
                sort="name",
            ),
            pages.Column(_("Cohort"), "cohort_title", sort="cohort_title"),
            pages.Column(_("Stage"), "stage.title", sort="stage__order"),
            pages.Column(_("Settled"), "settled_at", shown=formats.moment, sort="settled_at"),
        ],
        filters=[pages.Search(_("Which body?"), on=["name"])],
        note=reconstruction.note_for(round_),
        empty=_("No judgement counts here that you may see."),
        filename=f"{slug}-{capability}-{stage}-{cohort}",
        template="inspection/figures_counted.jinja",
        breadcrumbs=[
            *crumbs(round_),
            (_("Stages"), reverse("inspection:stages", args=[slug])),
        ],
        context={
            "figure": None,
            "withheld": 0,
            "about": _cohort_in_words(round_, cohort),
            "round": round_,
        },
    ).response(request)


def answer(request: requests.SignedIn, slug: str, finding: str, code: str) -> HttpResponse:
    """One body's answer to one finding, with the evidence beside it."""
    round_ = rounds.by_slug(slug, by=request.user)
    asked = outlines.of(round_.framework).by_code.get(finding)
    if asked is None:
        raise handling.NotSeen(finding)
    item = frameworks.Item.objects.get(pk=asked.pk)
    given = completeness.given(
        round_, body=code, finding=item, by=request.user, reason="followed a figure"
    )
    submission = given.submission
    return pages.RecordPage(
        asked.title,
        caption=submission.subject.name,
        note=reconstruction.note_for(round_),
        facts=[
            pages.Fact(_("Answer"), asked.names.get(given.value, _("No answer"))),
            pages.Fact(_("Counts as"), SIDES[asked.side(given.value)]),
            pages.Fact(
                _("In the body’s words"), given.comment or _("Nothing was added."), prose=True
            ),
            pages.Fact(_("Return"), submission.get_state_display(), href=_body(round_, submission)),
        ],
        breadcrumbs=_crumbs(round_, asked.capability),
        template="inspection/figures_answer.jinja",
        context={"panel": evidence.panel(given, item, submission.subject)},
    ).response(request)


def _body(round_: Round, submission: Return) -> str:
    return reverse("inspection:subject", args=[round_.slug, submission.subject.reference])


def _crumbs(round_: Round, capability: str) -> list[tuple[str, str]]:
    there = reverse("inspection:findings-of", args=[round_.slug, capability])
    return [*crumbs(round_), (outlines.of(round_.framework).titles[capability], there)]


def _cohort_in_words(round_: Round, cohort: str) -> str:
    for each in outlines.of(round_.framework).cohorts:
        if each.code == cohort:
            return _("Bodies in the cohort %(name)s.") % {"name": each.title}
    if cohort == outlines.ALL:
        return _("Bodies of every cohort.")
    return _("Bodies outside the first cohort.")


def _stage_in_words(outline: outlines.Outline, stage: str) -> str:
    titles = {each.code: each.title for each in outline.stages}
    if stage.startswith(tables.FROM):
        return _("%(stage)s or further on") % {"stage": titles[stage.removeprefix(tables.FROM)]}
    return titles.get(stage, _("Any stage"))


urlpatterns = [
    path(
        "rounds/<slug:slug>/figures/<slug:finding>/<slug:cohort>/<slug:side>/",
        answers,
        name="counted",
    ),
    path(
        "rounds/<slug:slug>/stages/<slug:capability>/<slug:stage>/<slug:cohort>/",
        stages,
        name="counted-stages",
    ),
    path("rounds/<slug:slug>/answers/<slug:finding>/<slug:code>/", answer, name="counted-answer"),
]
