"""One question that several pages ask in their address: on which day?"""

import datetime

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from headwater.govuk import forms
from headwater.kernel import people


class OnDay(forms.Form):
    """The day on which things are shown as they stood; today when left empty."""

    on = forms.Day(_("On which day?"), required=False)

    @classmethod
    def of(cls, request: HttpRequest) -> "OnDay":
        """The question with the day that the address names, if it names one."""
        asked = any(f"on-{part}" in request.GET for part in ("day", "month", "year"))
        return cls(request.GET if asked else None, initial={"on": people.today()})

    @property
    def day(self) -> datetime.date:
        """The day asked for; today when none or no real day was given."""
        if self.is_bound and self.is_valid():
            return self.cleaned_data["on"] or people.today()
        return people.today()
