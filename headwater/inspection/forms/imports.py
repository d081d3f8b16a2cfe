"""The form that sends a file of answers."""

from django.utils.translation import gettext_lazy as _

from headwater.govuk import forms


class Sending(forms.Form):
    """A table of answers as our own export writes it, filled in."""

    file = forms.Upload(
        _("Which file holds the answers?"),
        hint=_("CSV, XLSX or ODS with the columns of the download. Nothing is saved yet."),
        missing=_("Choose a file"),
        accept=(".csv", ".xlsx", ".ods"),
        largest=50_000_000,
    )
