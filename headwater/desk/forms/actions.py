"""What is asked about an action."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from headwater.govuk import forms
from headwater.kernel import people

DAYS_VALID = [("7", _("A week")), ("14", _("Two weeks")), ("28", _("Four weeks"))]


class Finish(forms.Form):
    """What shows that the action is done."""

    evidence = forms.LongText(
        _("What shows that it is done?"),
        hint=_("Say where the verifier can look: a document, a decision, a figure"),
        missing=_("Say what shows that the action is done"),
        max_length=4000,
    )


class Verify(forms.Form):
    """Whether the verifier agrees, and what is missing when not."""

    agrees = forms.YesNo(
        _("Is the action done?"), missing=_("Say whether the action is done"), required=True
    )
    remark = forms.LongText(
        _("What did you look at, or what is missing?"),
        hint=_("Needed when it is not done, so that the owner can act on it"),
        required=False,
        max_length=4000,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("agrees") is False and not cleaned.get("remark"):
            self.add_error("remark", _("Say what is missing, so that the owner can act on it"))
        return cleaned


class Move(forms.Form):
    """A new due date and why."""

    to = forms.Day(_("What is the new due date?"), missing=_("Enter the new due date"))
    reason = forms.LongText(
        _("Why does the date move?"), missing=_("Say why the date moves"), max_length=2000
    )

    def clean_to(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["to"]
        if day < people.today():
            raise forms.ValidationError(_("The new due date must be today or later"))
        return day


class SendLink(forms.Form):
    """How long the link stays open."""

    days = forms.Choice(
        _("How long should the link work?"),
        DAYS_VALID,
        initial="14",
        missing=_("Choose how long the link should work"),
    )


class OnDay(forms.Form):
    """The day for which overdue actions are asked."""

    day = forms.Day(_("On which day?"), required=False)

    def chosen(self) -> datetime.date:
        """The day given, or today when it is not one."""
        given = self.cleaned_data.get("day") if self.is_bound and self.is_valid() else None
        return given or people.today()
