"""The questions about a minimum capability."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from headwater.govuk import forms
from headwater.inspection.models import MinimumState
from headwater.inspection.services.gaps import Proposal
from headwater.kernel import people


class Decide(forms.Form):
    """How the subject stands, since when, and why if it differs from what the answers suggest."""

    status = forms.Choice(_("How does the body stand?"), MinimumState.Status.choices)
    reason = forms.LongText(
        _("Why?"),
        hint=_("Needed when you decide otherwise than the answers suggest."),
        required=False,
        max_length=2000,
    )
    on_date = forms.Day(_("From which day does this count?"), hint=_("Not later than today."))

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        state = proposal.state
        kwargs["initial"] = {
            "status": state.status if state else proposal.suggestion.status,
            "on_date": people.today(),
        }
        super().__init__(*args, **kwargs)
