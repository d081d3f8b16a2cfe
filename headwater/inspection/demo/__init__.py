"""The demonstration: an invented programme of inspection, told through the services.

Three rounds over invented forces (one published, one being rated, one in which returns are being
filled in), and the reconstruction of the 2009 inspection. Dates are relative to today.
"""

from collections.abc import Callable

from headwater.inspection.demo import past, present, thematic
from headwater.inspection.models import Round
from headwater.inspection.services import imports
from headwater.kernel import audit, handling

__all__ = ["load", "past", "present", "thematic"]


def load(*, by: audit.Actor, tell: Callable[[str], None]) -> None:
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
            imports.load_reconstruction(by=by, tell=tell)
