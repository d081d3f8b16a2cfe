"""How dates, moments and numbers are written on a page.

Days and moments follow the GOV.UK style guide (dates, times): ``3 March 2026``, ``9:05am``.
Numbers carry a comma at thousands; a percentage is a whole number unless more is asked for.
"""

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.dates import MONTHS

LONDON = ZoneInfo("Europe/London")


def day(value: date | datetime | None) -> str:
    """A date as ``3 March 2026``, in Europe/London when a moment is given; empty for none."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = _local(value).date()
    return f"{value.day} {MONTHS[value.month]} {value.year}"


def month(value: date | None) -> str:
    """A date's month as ``March 2026``; empty for none."""
    return "" if value is None else f"{MONTHS[value.month]} {value.year}"


def moment(value: datetime | None) -> str:
    """A moment as ``3 March 2026, 9:05am`` in Europe/London; empty for none."""
    if value is None:
        return ""
    local = _local(value)
    hour = local.hour % 12 or 12
    half = "am" if local.hour < 12 else "pm"
    return f"{day(local)}, {hour}:{local.minute:02d}{half}"


def number(value: int | float | Decimal | None) -> str:
    """A number with commas at thousands; empty for none."""
    return "" if value is None else f"{value:,}"


def percent(value: int | float | Decimal | str | None, places: int = 0) -> str:
    """A percentage, already multiplied by a hundred, rounded half up; empty for none.

    Text passes through, so that a cell may say ``N/A``.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return value
    step = Decimal(1).scaleb(-places)
    return f"{Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP)}%"


def language() -> str:
    """The page's language for its ``lang`` attribute."""
    return translation.get_language() or "en"


def _local(value: datetime) -> datetime:
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(LONDON)
