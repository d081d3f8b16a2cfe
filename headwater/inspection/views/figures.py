"""Pages of figures: a round's overview, its tables and charts, and how each figure is made."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from headwater.inspection import figures
from headwater.inspection.figures import heats, outlines, pictures, progress, written
from headwater.inspection.models import Round
from headwater.inspection.services import rounds
from headwater.inspection.views.rounds import crumbs
from headwater.kernel import handling, requests

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "json": "application/json",
}


def overview(request: requests.SignedIn, slug: str) -> HttpResponse:
    """A round in figures: key numbers, stages by capability, and how far the work has come."""
    round_ = rounds.by_slug(slug, by=request.user)
    taken = figures.take(round_)
    if request.GET.get("format") in {"ods", "json"}:
        return _file(request, slug, taken)
    return _page(
        request,
        "overview",
        round_,
        _("Figures"),
        {
            "taken": taken,
            "chart": pictures.stages(taken) if taken.round.stages else None,
            "progress": progress.of(round_, taken),
        },
    )


def findings(request: requests.SignedIn, slug: str, capability: str = "") -> HttpResponse:
    """The finding tables by cohort: of every capability, or of one with its chart."""
    round_ = rounds.by_slug(slug, by=request.user)
    outline = outlines.of(round_.framework)
    if capability and not outline.of(capability):
        raise handling.NotSeen(capability)
    taken = figures.take(round_)
    if request.GET.get("format") in KINDS:
        table = (
            figures.FindingsTable(taken.findings.of(capability)) if capability else taken.findings
        )
        return _file(request, f"{slug}-findings", table, notes=taken.round.notes)
    wanted = [capability] if capability else [each.code for each in outline.capabilities]
    return _page(
        request,
        "findings",
        round_,
        taken.round.capabilities[capability] if capability else _("Findings"),
        {
            "taken": taken,
            "parts": [(code, progress.grouped(taken.findings.of(code))) for code in wanted],
            "chart": pictures.findings(taken, capability) if capability else None,
            "capability": capability,
        },
    )


def stages(request: requests.SignedIn, slug: str) -> HttpResponse:
    """How many bodies stand at each stage, by capability and cohort."""
    round_ = rounds.by_slug(slug, by=request.user)
    taken = figures.take(round_)
    if request.GET.get("format") in KINDS:
        return _file(request, f"{slug}-stages", taken.stages, notes=taken.round.notes)
    return _page(
        request,
        "stages",
        round_,
        _("Stages"),
        {"taken": taken, "chart": pictures.stages(taken) if taken.stages.rows else None},
    )


def comparison(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Funded bodies beside the others: how many of them are further on."""
    round_ = rounds.by_slug(slug, by=request.user)
    taken = figures.take(round_)
    if request.GET.get("format") in KINDS:
        return _file(request, f"{slug}-comparison", taken.comparison, notes=taken.round.notes)
    rows: dict[str, list[figures.ComparisonRow]] = {}
    for row in taken.comparison.rows:
        rows.setdefault(row.capability, []).append(row)
    return _page(request, "comparison", round_, _("Comparison"), {"taken": taken, "rows": rows})


def heat(request: requests.SignedIn, slug: str, capability: str = "") -> HttpResponse:
    """Bodies in lines, capabilities (or one capability's findings) in columns."""
    round_ = rounds.by_slug(slug, by=request.user)
    outline = outlines.of(round_.framework)
    if capability and not outline.of(capability):
        raise handling.NotSeen(capability)
    table = heats.answers(round_, capability) if capability else heats.stages(round_)
    if request.GET.get("format") in KINDS:
        return _file(request, f"{slug}-heat", table)
    title = outline.titles[capability] if capability else _("Heat table")
    drawn = pictures.heat(
        table,
        title=_("What each body answered") if capability else _("Where each body stands"),
        description=_("The darker the cell, the further on. The words say the same."),
        corner=_("Body"),
    )
    context = {"chart": drawn, "outline": outline, "capability": capability}
    return _page(request, "heat", round_, title, context)


def measures(request: requests.SignedIn) -> HttpResponse:
    """The registry: every measure with its definition."""
    return render(
        request,
        "inspection/figures_measures.jinja",
        {
            "title": _("How figures are made"),
            "measures": figures.MEASURES.values(),
            "breadcrumbs": crumbs(),
        },
    )


def _file(
    request: requests.SignedIn,
    name: str,
    what: figures.Figures | written.Table,
    *,
    notes: Sequence[str] = (),
) -> HttpResponse:
    kind = request.GET["format"]
    if kind == "csv" and not isinstance(what, figures.Figures):
        content = written.to_csv(what)
    else:
        write = written.to_json if kind == "json" else written.to_ods
        content = write(what, notes=notes)
    response = HttpResponse(content, content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _page(
    request: requests.SignedIn, name: str, round_: Round, title: str, context: dict[str, Any]
) -> HttpResponse:
    own = {
        "title": title,
        "caption": round_.title,
        "round": round_,
        "breadcrumbs": crumbs(round_),
    }
    return render(request, f"inspection/figures_{name}.jinja", {**own, **context})


urlpatterns = [
    path("measures/", measures, name="measures"),
    path("rounds/<slug:slug>/overview/", overview, name="overview"),
    path("rounds/<slug:slug>/findings/", findings, name="findings"),
    path("rounds/<slug:slug>/findings/<slug:capability>/", findings, name="findings-of"),
    path("rounds/<slug:slug>/stages/", stages, name="stages"),
    path("rounds/<slug:slug>/comparison/", comparison, name="comparison"),
    path("rounds/<slug:slug>/heat/", heat, name="heat"),
    path("rounds/<slug:slug>/heat/<slug:capability>/", heat, name="heat-of"),
]
