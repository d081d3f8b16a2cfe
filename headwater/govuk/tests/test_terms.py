from collections.abc import Mapping

from django.template import engines
from pytest_django import Settings

from headwater.govuk import terms


def meanings() -> Mapping[str, str]:
    return {"LSP": "Local <Strategic> Partnership", "LSP-B": "its board"}


def test_the_first_use_of_an_acronym_shows_its_meaning(settings: Settings) -> None:
    settings.HEADWATER_TERMS = f"{__name__}.meanings"
    assert terms.pieces("The LSP and LSP, not LSPs") == [
        ("The ", ""),
        ("LSP", "Local <Strategic> Partnership"),
        (" and ", ""),
        ("LSP", ""),
        (", not LSPs", ""),
    ]
    assert terms.pieces("LSP-B")[0].meaning == "its board"


def test_meanings_and_text_are_escaped(settings: Settings) -> None:
    settings.HEADWATER_TERMS = f"{__name__}.meanings"
    page = engines["jinja"].from_string(
        '{% from "govuk/page.jinja" import explain %}{{ explain("<i>LSP") }}'
    )
    assert page.render() == (
        '&lt;i&gt;<abbr title="Local &lt;Strategic&gt; Partnership">LSP</abbr>'
    )


def test_without_a_glossary_text_stays_as_it_is(settings: Settings) -> None:
    settings.HEADWATER_TERMS = ""
    assert terms.pieces("LSP") == [("LSP", "")]
