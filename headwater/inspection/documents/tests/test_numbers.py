"""What counts as a number typed by hand, as a table."""

import pytest

from headwater.inspection.documents import numbers


@pytest.mark.parametrize(
    "text",
    [
        "The visits ended on 13 February 2009.",
        "On 30 September 2009 it was said.",
        "From 1st to 3rd March 2009 inspectors were there.",
        "Between 24 November 2008 and 13 February 2009 all were visited.",
        "September 30, 2009 was the day.",
        "In April 2008 the money was made public.",
        "From November 2008 to February 2009.",
        "From November to February 2009.",
        "The day was 2009-09-30.",
        "The day was 30/09/2009.",
        "Spending in 2008-09 rose.",
        "Spending in 2008/9 rose.",
        "Spending in 2008–09 and 2009/10 rose.",
        "It began in 2008.",
        "From 2006 to 2009 it grew.",
        "Since 2006 and until 2009, nothing changed.",
        "The work, begun in 2008, went on.",
        "The 2009 inspection found otherwise.",
        "the Counter-Terrorism and Security Act 2015, which",
        "See paragraph 3.1 and section 4.2.",
        "See para 3.1.2, paras 3.1 to 3.4 and s. 36(1).",
        "As 4.2.1 says.",
        "Footnote 33 and table 2 say so.",
        "See Appendix D and App. B2.",
        "Recommendation 4 asks for it.",
        "That[^3] is in the note.",
        "1. The first point",
        "  12) The next point",
        "> 3. Quoted",
        "{{ percent finding=av-2 cohort=all answer=yes }} of forces",
        "{{ cited £7,239,000 }} was paid",
        "[the strategy](https://example.org/2009/43?page=7) says",
        "Objective IV and part XII stay words",
        "No number at all.",
        "",
    ],
)
def test_dates_places_and_references_hold_no_typed_digit(text: str) -> None:
    assert [found.text for found in numbers.scan(text) if not found.is_word] == []


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("91% of forces", ["91%"]),
        ("91 % of forces", ["91"]),
        ("All 43 forces", ["43"]),
        ("forces (43) did", ["43"]),
        ("cost £1.5m", ["£1.5m"]),
        ("cost £7,239,000 in 2008-09", ["£7,239,000"]),
        ("staffed 24/7", ["24/7"]),
        ("the 1st time", ["1st"]),
        ("the 21st century", ["21st"]),
        ("about 4.2 posts", ["4.2"]),
        ("2000 people came", ["2000"]),
        ("an increase of 2009 officers", ["2009"]),
        ("by 2009 officers", ["2009"]),
        ("in 2009%", ["2009%"]),
        ("May 5 forces answer", ["5"]),
        ("in May 43 forces", ["43"]),
        ("the 5 may attend", ["5"]),
        ("rose from 1500 to 2000 officers", ["2000"]),
        ("in March 2009 forces", []),
        ("4**3** forces", ["4**3"]),
        ("4\\3 forces", ["4\\3"]),
        ("&#52;&#51; forces", ["43"]),
        ("&frac12; of them", ["½"]),
        ("&half; of them", ["½"]),
        ("٤٣ forces", ["٤٣"]),
        ("４３ forces", ["４３"]),
        ("𝟒𝟑 forces", ["𝟒𝟑"]),
        ("½ of forces", ["½"]),
        ("Ⅷ forces", ["Ⅷ"]),
        ("m² of space", ["m²"]),
        ("④ forces", ["④"]),
        ("3０ September 2009", ["3０"]),
        ("section four, 43", ["43"]),
        ("table 2 shows 17", ["17"]),
        ("NI35 and P01", ["NI35", "P01"]),
        ("10.30am", ["10.30am"]),
        ("-5 points", ["-5"]),
        ("43", ["43"]),
        ("3.5.", ["3.5"]),
        ("[43](https://example.org)", ["43"]),
        ('[it](https://example.org "43 forces")', ["43"]),
        ("{{ percent finding=a }} and 12", ["12"]),
        ("{ { 12 } }", ["12"]),
        ("{{ 12 {{ 13 }}", ["12"]),
        ("1) one 2) two", ["2"]),
        ("31 June and 40 July", ["40"]),
        ("30 September 2009 43 forces", ["43"]),
    ],
)
def test_any_other_digit_is_typed_by_hand(text: str, typed: list[str]) -> None:
    assert [found.text for found in numbers.scan(text) if not found.is_word] == typed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Three forces answered", ["Three"]),
        ("some forty-three of them", ["forty-three"]),
        ("half of the forces", ["half"]),
        ("half-way through", []),
        ("two thirds and two-thirds", ["two thirds", "two-thirds"]),
        ("a third of them", ["a third of"]),
        ("the third meeting", []),
        ("a dozen councils", ["dozen"]),
        ("one of the forces", []),
        ("one in five forces", ["one in five"]),
        ("twice as many", ["twice"]),
        ("nine per cent", ["nine", "per cent"]),
        ("often and tended", []),
        ("{{ cited three }} forces", []),
        ("a hundred visits", ["hundred"]),
    ],
)
def test_numbers_in_words_are_found_as_warnings(text: str, words: list[str]) -> None:
    assert [found.text for found in numbers.scan(text) if found.is_word] == words


def test_a_number_is_named_with_its_line() -> None:
    assert numbers.scan("Nothing here.\n\nBut 43 here.\nAnd ten.") == [
        numbers.Found(3, "43"),
        numbers.Found(4, "ten", is_word=True),
    ]
