from datetime import date
from typing import Any

import pytest
from django import forms as django_forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines

from headwater.govuk import forms


class Evidence(forms.Form):
    title = forms.Text("What is it called?", missing="Enter a title", max_length=10)
    why = forms.LongText("Why does it count?", max_length=20)
    kind = forms.Choice(
        "What kind is it?", [("note", "Note", "Of what was said"), ("file", "File")]
    )
    about = forms.Choices("What is it about?", [("a", "Leadership"), ("b", "Training")])
    day = forms.Day("When was it written?", earliest=date(2026, 1, 1), latest=date(2026, 12, 31))
    pages = forms.Whole("How many pages has it?", least=1, most=99)
    against = forms.YesNo("Does it contradict the answer?")
    held = forms.Upload("Which file is it?", accept=(".pdf",), largest=8)
    checked = forms.Agree("I have checked it")


GOOD: dict[str, Any] = {
    "title": "Plan",
    "why": "It says so",
    "kind": "note",
    "about": ["a"],
    "day-day": "3",
    "day-month": "March",
    "day-year": "2026",
    "pages": "12",
    "against": "no",
    "checked": "on",
}


def _sent(*, name: str = "a.pdf", size: int = 4, **changes: Any) -> Evidence:
    data = {**GOOD, **{key.replace("__", "-"): value for key, value in changes.items()}}
    return Evidence(data, {"held": SimpleUploadedFile(name, b"x" * size)})


def _drawn(form: forms.Form) -> str:
    template = engines["jinja"].from_string(
        '{% from "govuk/forms.jinja" import form as draw, summary %}'
        '{{ summary(f) }}{{ draw(f, "Save", "") }}'
    )
    return template.render({"f": form})


def test_good_answers_come_back_typed() -> None:
    form = _sent()
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == date(2026, 3, 3)
    assert form.cleaned_data["pages"] == 12
    assert form.cleaned_data["against"] is False


@pytest.mark.parametrize(
    ("field", "changes", "sentence"),
    [
        ("title", {"title": ""}, "Enter a title"),
        ("title", {"title": "x" * 11}, "Use 10 characters or fewer"),
        ("title", {"title": "a\x00b"}, "Null characters are not allowed."),
        (
            "why",
            {"why": "a\x07"},
            "Character 2 is an invisible control character (U+0007). Delete it.",
        ),
        ("why", {"why": ""}, "Answer the question “Why does it count?”"),
        ("why", {"why": "x" * 21}, "Use 20 characters or fewer; you have used 21"),
        ("kind", {"kind": "rumour"}, "Choose one of the answers offered"),
        ("about", {"about": ["z"]}, "Choose one of the answers offered"),
        ("day", {"day__day": "31", "day__month": "2"}, "The date must be a real day"),
        ("day", {"day__month": ""}, "The date must include a month"),
        ("day", {"day__year": "26"}, "The year must have four numbers"),
        ("day", {"day__month": "ma"}, "The date must be a real day"),
        ("day", {"day__year": "2025"}, "The date must be on or after 1 January 2026"),
        ("day", {"day__year": "2027"}, "The date must be on or before 31 December 2026"),
        ("pages", {"pages": "many"}, "Enter a whole number, such as 12"),
        ("pages", {"pages": "0"}, "Enter 1 or more"),
        ("pages", {"pages": "100"}, "Enter 99 or less"),
        ("against", {"against": ""}, "Answer the question “Does it contradict the answer?”"),
        ("held", {"name": "a.exe"}, "The file must be one of: .pdf"),
        ("held", {"size": 0}, "The file is empty"),
        ("held", {"size": 9}, "The file must be smaller than 8\xa0bytes"),
        ("checked", {"checked": ""}, "Tick the box to go on"),
    ],
)
def test_each_bad_answer_has_its_sentence(
    field: str, changes: dict[str, Any], sentence: str
) -> None:
    form = _sent(**changes)
    assert not form.is_valid()
    assert {name: list(errors) for name, errors in form.errors.items()} == {field: [sentence]}


def test_each_line_of_the_error_summary_leads_to_an_input_on_the_page() -> None:
    form = Evidence({}, {})
    assert not form.is_valid()
    page = _drawn(form)
    assert len(forms.problems(form)) == 9
    for problem in forms.problems(form):
        assert f'id="{problem["href"].removeprefix("#")}"' in page
        assert problem["text"] in page


def test_what_was_typed_is_drawn_again_and_escaped() -> None:
    page = _drawn(_sent(title='<b>"x"', day__day="31", day__month="2"))
    assert "<b>" not in page
    assert 'value="31"' in page
    assert 'value="note" checked' in page


def test_a_line_break_counts_as_one_character_as_it_does_on_the_page() -> None:
    form = _sent(why="x" * 10 + "\r\n" + "x" * 9)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["why"] == "x" * 10 + "\n" + "x" * 9


def test_the_version_travels_in_a_hidden_field_and_comes_back_a_number() -> None:
    class Reason(forms.Form):
        reason = forms.Text("Why?")

    assert '<input type="hidden" name="version" value="7">' in _drawn(Reason(version=7))
    form = Reason({"reason": "because", "version": "7"}, version=8)
    assert form.is_valid()
    assert form.cleaned_data["version"] == 7


def test_fields_of_another_applications_form_are_drawn_by_their_widget() -> None:
    class Login(django_forms.Form):
        login = django_forms.EmailField(widget=django_forms.EmailInput({"autocomplete": "email"}))
        password = django_forms.CharField(widget=django_forms.PasswordInput)
        remember = django_forms.BooleanField(required=False)

    names = [forms.component(bound).name for bound in Login()]
    assert names == ["input", "password", "checkboxes"]
    assert forms.component(Login()["login"]).params["autocomplete"] == "email"


def test_a_widget_without_a_component_is_named() -> None:
    class Strange(django_forms.Form):
        when = django_forms.SplitDateTimeField()

    with pytest.raises(TypeError, match="SplitDateTimeWidget of field when"):
        forms.component(Strange()["when"])


def test_the_question_can_be_the_heading_of_its_page() -> None:
    class One(forms.Form):
        stage = forms.Choice("Which stage?", [("1", "First")])

    legend = forms.component(One()["stage"], heading=True).params["fieldset"]["legend"]
    assert legend["isPageHeading"]
