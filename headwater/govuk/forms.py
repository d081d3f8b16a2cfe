"""Forms whose fields know how they are drawn as Design System components.

Labels are questions. A field takes its label first and everything else by keyword; what it must
say when left empty is given as ``missing``. ``component`` turns any bound field, ours or another
application's, into the name and parameters of one Design System macro; it makes no HTML.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from headwater.govuk import question
from headwater.govuk.choices import Agree, Choice, Choices, Pick, YesNo
from headwater.govuk.components import Component, component, problems
from headwater.govuk.days import Day
from headwater.govuk.texts import Email, LongText, Number, Password, Text, Whole

__all__ = [
    "Agree",
    "Choice",
    "Choices",
    "Component",
    "Day",
    "Email",
    "Form",
    "Hidden",
    "LongText",
    "Number",
    "Password",
    "Pick",
    "Text",
    "Upload",
    "ValidationError",
    "Whole",
    "YesNo",
    "component",
    "problems",
]


class Form(forms.Form):
    """A form of questions.

    ``version`` is the version of the record when it was read; it travels in a hidden field and
    comes back as ``cleaned_data["version"]``, for the service to compare (optimistic locking).
    """

    use_required_attribute = False

    def __init__(self, *args: Any, version: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if version is not None:
            self.fields["version"] = Hidden(initial=version)


class Upload(forms.FileField):
    """A file. ``accept`` lists the endings offered; ``largest`` is in bytes."""

    def __init__(
        self,
        label: Any,
        *,
        hint: Any = "",
        missing: Any = "",
        required: bool = True,
        accept: Sequence[str] = (),
        largest: int = 10 * 1024 * 1024,
    ) -> None:
        super().__init__(
            widget=forms.FileInput,
            **question.asked(
                label, hint=hint, missing=missing or _("Choose a file"), required=required
            ),
        )
        self.accept, self.largest = tuple(accept), largest
        self.error_messages["empty"] = _("The file is empty")

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload and upload.size > self.largest:
            raise ValidationError(
                _("The file must be smaller than %(size)s"),
                params={"size": filesizeformat(self.largest)},
            )
        if upload and self.accept and not upload.name.lower().endswith(self.accept):
            raise ValidationError(
                _("The file must be one of: %(endings)s"),
                params={"endings": ", ".join(self.accept)},
            )
        return upload


class Hidden(forms.IntegerField):
    """A whole number that the form carries unseen."""

    def __init__(self, *, initial: int | None = None, required: bool = True) -> None:
        super().__init__(widget=forms.HiddenInput, initial=initial, required=required)
