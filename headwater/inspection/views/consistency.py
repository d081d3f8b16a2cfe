"""Pages that look across bodies: whether descriptors are used alike, and how far raters agree."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headwater.govuk import formats
from headwater.inspection.agreement import NOTHING_RATED, Weights
from headwater.inspection.rules import reconstruction
from headwater.inspection.services import consistency
from headwater.inspection.views.judgements import crumbs, item, round_of
from headwater.kernel import handling, requests

WEIGHTS = {
    Weights.UNWEIGHTED: gettext_lazy("Unweighted"),
    Weights.LINEAR: gettext_lazy("Linear weights"),
    Weights.QUADRATIC: gettext_lazy("Quadratic weights"),
}


def across(request: requests.SignedIn, slug: str, code: str) -> HttpResponse:
    """One capability across bodies: whether its descriptors are used alike."""
    round_ = round_of(request, slug)
    capability = item(round_, code)
    if capability is None:
        raise handling.NotSeen(code)
    refusal = consistency.may_compare(round_).sentence
    found = None if refusal else consistency.across(round_, capability)
    return render(
        request,
        "inspection/judgements_across.jinja",
        {
            "title": capability.title,
            "caption": _("Consistency across bodies"),
            "note": reconstruction.note_for(round_),
            "round": round_,
            "code": code,
            "refusal": refusal,
            "found": found,
            "others": consistency.capabilities_of(round_),
            "breadcrumbs": crumbs(round_),
        },
    )


def agreement(request: requests.SignedIn, slug: str) -> HttpResponse:
    """How far the two ratings agree beyond chance, with the table behind each kappa."""
    round_ = round_of(request, slug)
    refusal = consistency.may_compare(round_).sentence
    stages, found = ([], []) if refusal else consistency.agreements(round_)
    return render(
        request,
        "inspection/judgements_agreement.jinja",
        {
            "title": _("How far inspectors agree"),
            "caption": round_.title,
            "note": reconstruction.note_for(round_),
            "round": round_,
            "refusal": refusal,
            "stages": stages,
            "nothing_rated": NOTHING_RATED,
            "found": [(each, _crossed_rows(stages, each), _kappa_rows(each)) for each in found],
            "breadcrumbs": crumbs(round_),
        },
    )


def _crossed_rows(stages: list[str], found: consistency.Agreed) -> list[list[Any]]:
    """The table of counts with its margins."""
    rows: list[list[Any]] = [
        [stage, *counts, sum(counts)] for stage, counts in zip(stages, found.table, strict=True)
    ]
    totals = [sum(column) for column in zip(*found.table, strict=True)]
    return [*rows, [_("All"), *totals, sum(totals)]]


def _kappa_rows(found: consistency.Agreed) -> list[list[Any]]:
    return [
        [
            str(WEIGHTS[weights]),
            _share(each.observed),
            _share(each.expected),
            f"{each.kappa:.2f}" if each.kappa is not None else _("undefined"),
            each.why_undefined,
        ]
        for weights, each in found.kappas.items()
    ]


def _share(share: float | None) -> str:
    return "" if share is None else formats.percent(share * 100)


urlpatterns = [
    path("rounds/<slug:slug>/agreement/", agreement, name="agreement"),
    path("rounds/<slug:slug>/consistency/<slug:code>/", across, name="consistency"),
]
