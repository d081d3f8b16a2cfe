"""Fields answered in words or numbers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from headwater.govuk import question, sheets


def _storable(text: str) -> None:
    """Refuse control characters, which no spreadsheet could hold when the text is exported."""
    sentence = None if "\x00" in text else sheets.refusal(text)
    if sentence:
        raise ValidationError(sentence)


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
            **question.asked(label, hint=hint, missing=missing, required=required, initial=initial),
        )
        self.width, self.prefix, self.suffix = width, prefix, suffix
        self.autocomplete = autocomplete
        self.error_messages["max_length"] = _("Use %(limit_value)d characters or fewer")
        self.validators.append(_storable)


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
            **question.asked(label, hint=hint, missing=missing, required=required, initial=initial),
        )
        self.rows = rows
        self.error_messages["max_length"] = _(
            "Use %(limit_value)d characters or fewer; you have used %(show_value)d"
        )
        self.validators.append(_storable)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if text else text


class Email(forms.EmailField):
    """An electronic mail address."""

    def __init__(
        self, label: Any, *, hint: Any = "", missing: Any = "", required: bool = True
    ) -> None:
        super().__init__(**question.asked(label, hint=hint, missing=missing, required=required))
        self.autocomplete = "email"
        self.error_messages["invalid"] = _("Enter an address such as name@example.org")


class Password(forms.CharField):
    """A password, with a button that shows it."""

    def __init__(self, label: Any, *, hint: Any = "", missing: Any = "") -> None:
        super().__init__(
            strip=False,
            widget=forms.PasswordInput,
            **question.asked(label, hint=hint, missing=missing, required=True),
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
            **question.asked(label, hint=hint, missing=missing, required=required, initial=initial),
        )
        self.width, self.prefix, self.suffix = width, prefix, suffix
        self.error_messages["invalid"] = _("Enter a whole number, such as 12")
        for validator in self.validators:
            if isinstance(validator, MinValueValidator):
                validator.message = _("Enter %(limit_value)s or more")
            elif isinstance(validator, MaxValueValidator):
                validator.message = _("Enter %(limit_value)s or less")


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
            **question.asked(label, hint=hint, missing=missing, required=required, initial=initial),
        )
        self.width, self.prefix, self.suffix = width, prefix, suffix
        self.error_messages["invalid"] = _("Enter a number, such as 12.5")
