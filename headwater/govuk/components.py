"""From a bound form field to the name and parameters of one Design System macro."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from headwater.govuk import days

WIDTHS = (2, 3, 4, 5, 10, 20, 30)


@dataclass(frozen=True)
class Component:
    """Which macro draws a field, with what, and the id of the input that an error links to."""

    name: str
    params: dict[str, Any]
    anchor: str


def component(bound: BoundField, heading: bool = False) -> Component:
    """The component of one field, ours or any Django field with a known widget.

    ``heading`` makes its label the page's heading, for pages that ask one question.
    Raises TypeError for a widget that has no component.
    """
    widget = bound.field.widget
    for kind, build in _BUILDERS:
        if isinstance(widget, kind):
            return build(bound, heading)
    raise TypeError(f"{type(widget).__name__} of field {bound.name} has no component.")


def problems(form: forms.BaseForm) -> list[dict[str, str]]:
    """The error summary's lines, each with the address of the input to mend."""
    lines: list[dict[str, str]] = [{"text": str(text)} for text in form.non_field_errors()]
    for bound in form.visible_fields():
        href = f"#{component(bound).anchor}"
        lines += [{"text": str(text), "href": href} for text in bound.errors]
    for bound in form.hidden_fields():
        lines += [{"text": str(text)} for text in bound.errors]
    return lines


def _base(bound: BoundField, heading: bool) -> dict[str, Any]:
    size = "l" if heading else "s"
    params: dict[str, Any] = {
        "id": bound.auto_id or bound.html_name,
        "idPrefix": bound.auto_id or bound.html_name,
        "name": bound.html_name,
        "label": {
            "text": str(bound.label),
            "classes": f"govuk-label--{size}",
            "isPageHeading": heading,
        },
        "attributes": _attributes(bound),
    }
    if bound.help_text:
        params["hint"] = {"text": str(bound.help_text)}
    if bound.errors:
        params["errorMessage"] = {"text": str(bound.errors[0])}
    return params


_KEPT = ("accept", "minlength", "placeholder", "inputmode", "aria-label")


def _attributes(bound: BoundField) -> dict[str, Any]:
    given = {key: value for key, value in bound.field.widget.attrs.items() if key in _KEPT}
    if bound.field.disabled:
        given["disabled"] = "disabled"
    return given


def _fieldset(params: dict[str, Any], heading: bool) -> dict[str, Any]:
    label = params.pop("label")
    size = "l" if heading else "s"
    params["fieldset"] = {
        "legend": {
            "text": label["text"],
            "classes": f"govuk-fieldset__legend--{size}",
            "isPageHeading": heading,
        }
    }
    return params


def _value(bound: BoundField) -> str:
    value = bound.value()
    return "" if value is None else str(value)


def _hidden(bound: BoundField, heading: bool) -> Component:
    params = {"name": bound.html_name, "value": _value(bound), "id": bound.auto_id}
    return Component("hidden", params, str(bound.auto_id))


def _input(bound: BoundField, heading: bool) -> Component:
    params = _base(bound, heading)
    field = bound.field
    params["value"] = _value(bound)
    params["type"] = "email" if isinstance(field, forms.EmailField) else "text"
    if isinstance(field, forms.IntegerField | forms.DecimalField):
        params["inputmode"] = "numeric" if type(field) is not forms.DecimalField else "decimal"
    width = getattr(field, "width", None)
    if width:
        nearest = min(WIDTHS, key=lambda size: (size < width, abs(size - width)))
        params["classes"] = f"govuk-input--width-{nearest}"
    for side in ("prefix", "suffix"):
        if text := getattr(field, side, ""):
            params[side] = {"text": text}
    auto = getattr(field, "autocomplete", "") or field.widget.attrs.get("autocomplete")
    if auto:
        params["autocomplete"] = auto
    return Component("input", params, params["id"])


def _password(bound: BoundField, heading: bool) -> Component:
    params = _base(bound, heading)
    auto = bound.field.widget.attrs.get("autocomplete")
    if auto:
        params["autocomplete"] = auto
    return Component("password", params, params["id"])


def _textarea(bound: BoundField, heading: bool) -> Component:
    params = _base(bound, heading)
    params["value"] = _value(bound)
    params["rows"] = getattr(bound.field, "rows", 5)
    if limit := getattr(bound.field, "max_length", None):
        params["maxlength"] = limit
        return Component("count", params, params["id"])
    return Component("textarea", params, params["id"])


def _items(bound: BoundField) -> list[dict[str, Any]]:
    value = bound.value()
    chosen = {str(each) for each in value} if isinstance(value, list | tuple) else {str(value)}
    hints = getattr(bound.field, "hints", {})
    items = []
    for choice, text in bound.field.choices:  # type: ignore[attr-defined]
        item = {"value": str(choice), "text": str(text), "checked": str(choice) in chosen}
        if hint := hints.get(str(choice)):
            item["hint"] = {"text": str(hint)}
        items.append(item)
    return items


def _radios(bound: BoundField, heading: bool) -> Component:
    params = _fieldset(_base(bound, heading), heading)
    params["items"] = _items(bound)
    if getattr(bound.field, "inline", False):
        params["classes"] = "govuk-radios--inline"
    return Component("radios", params, params["id"])


def _checkboxes(bound: BoundField, heading: bool) -> Component:
    params = _fieldset(_base(bound, heading), heading)
    params["items"] = _items(bound)
    return Component("checkboxes", params, params["id"])


def _agree(bound: BoundField, heading: bool) -> Component:
    params = _base(bound, heading)
    label = params.pop("label")
    item = {"value": "on", "text": label["text"], "checked": bool(bound.value())}
    if hint := params.pop("hint", None):
        item["hint"] = hint
    params["items"] = [item]
    return Component("checkboxes", params, params["id"])


def _select(bound: BoundField, heading: bool) -> Component:
    params = _base(bound, heading)
    params["items"] = [
        {"value": item["value"], "text": item["text"], "selected": item["checked"]}
        for item in _items(bound)
    ]
    return Component("select", params, params["id"])


def _file(bound: BoundField, heading: bool) -> Component:
    params = _base(bound, heading)
    if accept := getattr(bound.field, "accept", ()):
        params["attributes"] = {**params["attributes"], "accept": ",".join(accept)}
    return Component("file", params, params["id"])


def _day(bound: BoundField, heading: bool) -> Component:
    params = _fieldset(_base(bound, heading), heading)
    params["namePrefix"] = bound.html_name
    parts = zip(days.PARTS, days.typed(bound.value()), strict=True)
    wrong = " govuk-input--error" if bound.errors else ""
    params["items"] = [
        {
            "name": part,
            "value": value,
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}{wrong}",
        }
        for part, value in parts
    ]
    return Component("day", params, f"{params['id']}-day")


_BUILDERS: tuple[tuple[type[forms.Widget], Callable[[BoundField, bool], Component]], ...] = (
    (days.DayInput, _day),
    (forms.HiddenInput, _hidden),
    (forms.PasswordInput, _password),
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.CheckboxInput, _agree),
    (forms.Select, _select),
    (forms.Textarea, _textarea),
    (forms.FileInput, _file),
    (forms.widgets.Input, _input),
)
