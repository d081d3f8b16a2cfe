"""Forms whose fields know how they are drawn as Design System components.

Labels are questions. A field takes its label first and everything else by keyword; what it must
say when left empty is given as ``missing``. ``component`` turns any bound field, ours or another
application's, into the name and parameters of one Design System macro; it makes no HTML.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from headwater.govuk.components import Component, component
from headwater.govuk.days import Day

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
]

BLANK = _("Choose")
SEVERAL = _("Choose all that apply")
Options = Sequence[tuple[Any, Any]] | Sequence[tuple[Any, Any, Any]]


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

    def problems(self) -> list[dict[str, str]]:
        """The error summary's lines, each with the address of the input to mend."""
        lines: list[dict[str, str]] = [{"text": str(text)} for text in self.non_field_errors()]
        for bound in self.visible_fields():
            href = f"#{component(bound).anchor}"
            lines += [{"text": str(text), "href": href} for text in bound.errors]
        for bound in self.hidden_fields():
            lines += [{"text": str(text)} for text in bound.errors]
        return lines


def _settings(
    label: Any, *, hint: Any, missing: Any, required: bool, initial: Any = None
) -> dict[str, Any]:
    messages = {"required": missing or _("Answer this question")}
    return {
        "label": label,
        "help_text": hint,
        "required": required,
        "initial": initial,
        "error_messages": messages,
    }


class Text(forms.CharField):
    """One line of text. ``width`` is the number of characters that the box suggests."""

    def __init__(
        self,
        label: Any,
        *,
        hint: Any = "",
        missing: Any = "",
        required: bool = True,
        initial: Any = None,
        max_length: int = 200,
        width: int | None = None,
        prefix: str = "",
        suffix: str = "",
        autocomplete: str = "",
    ) -> None:
        super().__init__(
            max_length=max_length,
            **_settings(label, hint=hint, missing=missing, required=required, initial=initial),
        )
        self.width, self.prefix, self.suffix = width, prefix, suffix
        self.autocomplete = autocomplete
        self.error_messages["max_length"] = _("Use %(limit_value)d characters or fewer")


class LongText(forms.CharField):
    """Several lines of text, with a count of the characters that are left."""

    def __init__(
        self,
        label: Any,
        *,
        hint: Any = "",
        missing: Any = "",
        required: bool = True,
        initial: Any = None,
        max_length: int = 4000,
        rows: int = 5,
    ) -> None:
        super().__init__(
            max_length=max_length,
            widget=forms.Textarea,
            **_settings(label, hint=hint, missing=missing, required=required, initial=initial),
        )
        self.rows = rows
        self.error_messages["max_length"] = _(
            "Use %(limit_value)d characters or fewer; you have used %(show_value)d"
        )


class Email(forms.EmailField):
    """An electronic mail address."""

    def __init__(
        self, label: Any, *, hint: Any = "", missing: Any = "", required: bool = True
    ) -> None:
        super().__init__(**_settings(label, hint=hint, missing=missing, required=required))
        self.autocomplete = "email"
        self.error_messages["invalid"] = _("Enter an address such as name@example.org")


class Password(forms.CharField):
    """A password, with a button that shows it."""

    def __init__(self, label: Any, *, hint: Any = "", missing: Any = "") -> None:
        super().__init__(
            strip=False,
            widget=forms.PasswordInput,
            **_settings(label, hint=hint, missing=missing, required=True),
        )


class Whole(forms.IntegerField):
    """A whole number between ``least`` and ``most``."""

    def __init__(
        self,
        label: Any,
        *,
        hint: Any = "",
        missing: Any = "",
        required: bool = True,
        initial: Any = None,
        least: int | None = None,
        most: int | None = None,
        width: int = 5,
        prefix: str = "",
        suffix: str = "",
    ) -> None:
        super().__init__(
            min_value=least,
            max_value=most,
            **_settings(label, hint=hint, missing=missing, required=required, initial=initial),
        )
        self.width, self.prefix, self.suffix = width, prefix, suffix
        self.error_messages["invalid"] = _("Enter a whole number, such as 12")


class Number(forms.DecimalField):
    """A number with decimal places."""

    def __init__(
        self,
        label: Any,
        *,
        hint: Any = "",
        missing: Any = "",
        required: bool = True,
        initial: Any = None,
        places: int = 2,
        width: int = 10,
        prefix: str = "",
        suffix: str = "",
    ) -> None:
        super().__init__(
            decimal_places=places,
            max_digits=15,
            **_settings(label, hint=hint, missing=missing, required=required, initial=initial),
        )
        self.width, self.prefix, self.suffix = width, prefix, suffix
        self.error_messages["invalid"] = _("Enter a number, such as 12.5")


class _Chosen:
    """Keeps the hints of options given as (value, text, hint), which Django does not know."""

    hints: dict[str, Any]

    def split(self, options: Options) -> list[tuple[Any, Any]]:
        rows = [tuple(option) for option in options]
        self.hints = {str(row[0]): row[2] for row in rows if len(row) > 2}
        return [(row[0], row[1]) for row in rows]


class Choice(_Chosen, forms.ChoiceField):
    """One of a few, as radios. Options are (value, text) or (value, text, hint)."""

    def __init__(
        self,
        label: Any,
        options: Options,
        *,
        hint: Any = "",
        missing: Any = "",
        required: bool = True,
        initial: Any = None,
        inline: bool = False,
    ) -> None:
        super().__init__(
            choices=self.split(options),
            widget=forms.RadioSelect,
            **_settings(
                label,
                hint=hint,
                missing=missing or _("Choose an answer"),
                required=required,
                initial=initial,
            ),
        )
        self.inline = inline


class Pick(_Chosen, forms.ChoiceField):
    """One of many, as a drop-down list; ``blank`` is the first, empty line."""

    def __init__(
        self,
        label: Any,
        options: Options,
        *,
        hint: Any = "",
        missing: Any = "",
        required: bool = True,
        initial: Any = None,
        blank: Any = BLANK,
    ) -> None:
        super().__init__(
            choices=[("", blank), *self.split(options)],
            **_settings(
                label,
                hint=hint,
                missing=missing or _("Choose one from the list"),
                required=required,
                initial=initial,
            ),
        )


class Choices(_Chosen, forms.MultipleChoiceField):
    """Any number of a few, as checkboxes."""

    def __init__(
        self,
        label: Any,
        options: Options,
        *,
        hint: Any = SEVERAL,
        missing: Any = "",
        required: bool = True,
        initial: Any = None,
    ) -> None:
        super().__init__(
            choices=self.split(options),
            widget=forms.CheckboxSelectMultiple,
            **_settings(
                label,
                hint=hint,
                missing=missing or _("Choose at least one"),
                required=required,
                initial=initial,
            ),
        )


class YesNo(forms.TypedChoiceField):
    """A question answered yes or no; the clean value is True or False, or None when left."""

    def __init__(
        self,
        label: Any,
        *,
        hint: Any = "",
        missing: Any = "",
        required: bool = True,
        initial: bool | None = None,
    ) -> None:
        super().__init__(
            choices=[("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
            **_settings(
                label,
                hint=hint,
                missing=missing or _("Choose yes or no"),
                required=required,
                initial=initial,
            ),
        )
        self.inline = True

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value)


class Agree(forms.BooleanField):
    """One box to tick, such as a declaration."""

    def __init__(
        self, label: Any, *, hint: Any = "", missing: Any = "", required: bool = True
    ) -> None:
        super().__init__(
            **_settings(
                label, hint=hint, missing=missing or _("Tick the box to go on"), required=required
            )
        )


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
            **_settings(label, hint=hint, missing=missing or _("Choose a file"), required=required),
        )
        self.accept, self.largest = tuple(accept), largest
        self.error_messages["empty"] = _("The file is empty")

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload and upload.size > self.largest:
            raise ValidationError(
                _("The file must be smaller than %(size)d MB"),
                params={"size": self.largest // (1024 * 1024)},
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
