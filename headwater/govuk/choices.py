"""Fields answered by choosing."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from headwater.govuk import question

BLANK = _("Choose")
SEVERAL = _("Choose all that apply")
Options = Sequence[tuple[Any, ...]]


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
            **question.asked(
                label,
                hint=hint,
                missing=missing,
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
            **question.asked(
                label,
                hint=hint,
                missing=missing,
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
            **question.asked(
                label,
                hint=hint,
                missing=missing,
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
            **question.asked(
                label,
                hint=hint,
                missing=missing,
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
            **question.asked(
                label, hint=hint, missing=missing or _("Tick the box to go on"), required=required
            )
        )
