"""What is asked about areas and organisations."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from headwater.desk.services import areas, organisations
from headwater.govuk import forms
from headwater.kernel import people


class NewArea(forms.Form):
    """An area within another; only narrower kinds are offered."""

    name = forms.Text(
        _("What is the area called?"),
        missing=_("Enter what the area is called"),
        max_length=areas.LONGEST_NAME,
    )

    def __init__(self, *args: Any, within: people.Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = areas.kinds_below(within)
        self.fields["kind"] = forms.Choice(
            _("What kind of area is it?"),
            [(kind.value, kind.label) for kind in kinds],
            missing=_("Choose a kind of area"),
            initial=kinds[0].value if len(kinds) == 1 else None,
        )


class AreaName(forms.Form):
    """Another name for an area."""

    name = forms.Text(
        _("What is the area called now?"),
        missing=_("Enter what the area is called"),
        hint=_("Its address stays as it is"),
        max_length=areas.LONGEST_NAME,
    )


class Organisation(forms.Form):
    """What an organisation is called, and which kind it is."""

    name = forms.Text(
        _("What is the organisation called?"),
        missing=_("Enter what the organisation is called"),
        max_length=organisations.LONGEST_NAME,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.Pick(
            _("What kind of organisation is it?"),
            [(kind, kind) for kind in organisations.kinds()],
            required=False,
        )
        self.fields["other"] = forms.Text(
            _("Or is it of another kind?"),
            hint=_("If the list lacks it. It replaces what is chosen above"),
            required=False,
            max_length=organisations.LONGEST_KIND,
        )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not {"kind", "other"} & ({name for name in given if given[name]} | self.errors.keys()):
            self.add_error("kind", _("Choose a kind, or enter another below"))
        return given

    def chosen(self) -> dict[str, Any]:
        """The answers with one kind, the entered one before the chosen one."""
        given = dict(self.cleaned_data)
        other = given.pop("other")
        return {**given, "kind": other or given["kind"]}


class NewOrganisation(Organisation):
    """An organisation and the area that it covers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = people.Area.objects.order_by("low")
        self.fields["area"] = forms.Pick(
            _("Which area does it cover?"),
            [(each.pk, f"{each.name} ({each.get_kind_display().lower()})") for each in rows],
            missing=_("Choose the area that it covers"),
        )

    def chosen(self) -> dict[str, Any]:
        """The answers with a row in place of the area's key."""
        given = super().chosen()
        return {**given, "area": people.Area.objects.get(pk=given["area"])}
