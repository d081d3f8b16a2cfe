"""A date asked for as three boxes, day, month and year, as the Design System advises."""

import calendar
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

PARTS = ("day", "month", "year")
MONTHS = tuple(calendar.month_name)[1:]

EXAMPLE = _("For example, 27 3 2026")

Typed = tuple[str, str, str]


class DayInput(forms.Widget):
    """Three boxes named ``<name>-day``, ``<name>-month`` and ``<name>-year``."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:
        day, month, year = (str(data.get(f"{name}-{part}") or "").strip() for part in PARTS)
        return (day, month, year)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return all(f"{name}-{part}" not in data for part in PARTS)

    def id_for_label(self, id_: str | None) -> str:
        return f"{id_}-day"


class Day(forms.Field):
    """A date; the clean value is a ``date``, or None when left empty and not required.

    The month may be a number or its name in English. ``earliest`` and ``latest`` are inclusive.
    """

    widget = DayInput

    def __init__(
        self,
        label: Any,
        *,
        hint: Any = EXAMPLE,
        missing: Any = "",
        required: bool = True,
        initial: date | None = None,
        earliest: date | None = None,
        latest: date | None = None,
    ) -> None:
        super().__init__(label=label, help_text=hint, required=required, initial=initial)
        self.error_messages["required"] = missing or format_lazy(
            _("Enter a date for “{question}”"), question=label
        )
        self.earliest, self.latest = earliest, latest

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        if not any(value):
            return None
        for part, text in zip(PARTS, value, strict=True):
            if not text:
                raise ValidationError(_MISSING_PART[part])
        return _read(value)

    def validate(self, value: date | None) -> None:
        if value is None:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return
        if self.earliest and value < self.earliest:
            raise ValidationError(
                _("The date must be on or after %(day)s"), params={"day": self._say(self.earliest)}
            )
        if self.latest and value > self.latest:
            raise ValidationError(
                _("The date must be on or before %(day)s"), params={"day": self._say(self.latest)}
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        return typed(initial) != typed(data)

    @staticmethod
    def _say(day: date) -> str:
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


_MISSING_PART = {
    "day": _("The date must include a day"),
    "month": _("The date must include a month"),
    "year": _("The date must include a year"),
}


def typed(value: Any) -> Typed:
    """What stands in the three boxes for a date, for what was typed, or for nothing."""
    if isinstance(value, date):
        return (str(value.day), str(value.month), str(value.year))
    if not value:
        return ("", "", "")
    day, month, year = value
    return (day, month, year)


def _read(value: Typed) -> date:
    day, month, year = value
    names = [name for name in MONTHS if len(month) >= 3 and name.lower().startswith(month.lower())]
    if len(names) == 1:
        month = str(MONTHS.index(names[0]) + 1)
    if len(year) != 4:
        raise ValidationError(_("The year must have four numbers"))
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise ValidationError(_("The date must be a real day")) from error
