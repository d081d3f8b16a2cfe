from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from headwater.govuk import formats


def test_a_day_is_written_in_full() -> None:
    assert formats.day(date(2026, 3, 3)) == "3 March 2026"
    assert formats.day(None) == ""


def test_a_late_summer_moment_falls_on_the_next_day_in_london() -> None:
    moment = datetime(2026, 7, 14, 23, 30, tzinfo=UTC)
    assert formats.day(moment) == "15 July 2026"
    assert formats.moment(moment) == "15 July 2026, 12:30am"


def test_months_follow_the_page_language() -> None:
    with translation.override("cy"):
        assert formats.day(date(2026, 3, 3)) == "3 Mawrth 2026"


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [
        (62.5, 0, "63%"),
        (Decimal("0.5"), 0, "1%"),
        (33.333, 1, "33.3%"),
        (None, 0, ""),
        ("N/A", 0, "N/A"),
    ],
)
def test_percentages_round_half_up(value: float | None, places: int, said: str) -> None:
    assert formats.percent(value, places) == said


def test_numbers_carry_a_comma() -> None:
    assert formats.number(1234567) == "1,234,567"
