"""The demonstration: an invented programme of inspection, told through the services.

Three rounds over invented forces (one published, one being rated, one in which returns are being
filled in), and the reconstruction of the 2009 inspection. Dates are relative to today.
"""

import datetime
from collections.abc import Callable

from headwater.inspection.demo import past, present, thematic
from headwater.inspection.models import Round
from headwater.inspection.services import imports, practice, recommendations
from headwater.kernel import audit, handling

__all__ = ["load", "past", "present", "thematic"]

REPORT_2009 = datetime.date(2009, 6, 30)


def load(*, by: handling.System, tell: Callable[[str], None]) -> None:
    """Tell every part that has not been told yet, each whole or not at all."""
    with handling.acting(by):
        told = set(Round.objects.values_list("slug", flat=True))
    for slug, part in (
        ("averland-2025", past.tell_round),
        ("neighbourhood-theme", thematic.tell_round),
        ("averland-2026", present.tell_round),
    ):
        if slug not in told:
            part(tell=tell)
            tell(f"round {slug}: told")
    if "hmic-2009" not in told:
        with handling.acting(by):
            round_ = imports.load_reconstruction(by=by, tell=tell)
            _follow_up_2009(round_, by=by, tell=tell)


def _follow_up_2009(round_: Round, *, by: audit.Actor, tell: Callable[[str], None]) -> None:
    """What the report of 2009 asked for, open to everybody, and what it saw being done well."""
    asked = recommendations.adopt_from_framework(round_, made_date=REPORT_2009, by=by)
    recommendations.publish(round_, by=by)
    noted = practice.load(round_, by=by)
    tell(f"{len(asked)} recommendations and {len(noted)} practice notes of 2009")
