"""The way back to the first page, on every page under it."""

from django.urls import reverse
from django.utils.translation import gettext as _


def under(*places: tuple[str, str]) -> list[tuple[str, str]]:
    """Home, then each place as text and name of its address without arguments."""
    return [(_("Home"), reverse("home")), *((text, reverse(name)) for text, name in places)]
