"""What is asked about people, memberships and posts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from headwater.govuk import forms
from headwater.kernel import people


def _organisations() -> list[tuple[Any, str]]:
    return [(each.pk, each.name) for each in people.Organisation.objects.order_by("name")]


class _Acting(forms.Form):
    """In which role, for whom, where and from when."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(each.pk, each.name) for each in people.Role.objects.order_by("name")]
        areas = [(each.pk, each.name) for each in people.Area.objects.order_by("low")]
        self.fields["organisation"] = forms.Pick(
            _("For which organisation?"), _organisations(), missing=_("Choose an organisation")
        )
        self.fields["role"] = forms.Pick(_("In which role?"), roles, missing=_("Choose a role"))
        self.fields["area"] = forms.Pick(
            _("In which area?"),
            areas,
            hint=_("Leave it for the organisation's whole area"),
            required=False,
        )
        self.fields["start"] = forms.Day(
            _("From which day?"), initial=people.today(), missing=_("Enter the first day")
        )

    def chosen(self) -> dict[str, Any]:
        """The answers with rows in place of keys."""
        given = dict(self.cleaned_data)
        area = given.pop("area")
        return {
            **given,
            "organisation": people.Organisation.objects.get(pk=given["organisation"]),
            "role": people.Role.objects.get(pk=given["role"]),
            "area": people.Area.objects.get(pk=area) if area else None,
        }


class Invite(_Acting):
    """A new person."""

    name = forms.Text(_("What is their name?"), missing=_("Enter their name"), max_length=120)
    email = forms.Email(_("What is their work e-mail address?"), missing=_("Enter their address"))


class Join(_Acting):
    """A further membership of somebody who has an account."""


class Leave(forms.Form):
    """The last day of a membership."""

    end = forms.Day(_("What is the last day?"), missing=_("Enter the last day"))


class NewPost(forms.Form):
    """A post."""

    title = forms.Text(
        _("What is the post called?"), missing=_("Enter what the post is called"), max_length=160
    )
    email = forms.Email(
        _("Where are links for this post sent?"),
        hint=_("A shared mailbox outlasts whoever holds the post"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = forms.Pick(
            _("In which organisation?"), _organisations(), missing=_("Choose an organisation")
        )


class HandOver(forms.Form):
    """Who holds a post next, and from when."""

    def __init__(self, *args: Any, organisation: people.Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = people.Person.objects.filter(
            is_active=True, memberships__organisation=organisation
        ).distinct()
        self.fields["to"] = forms.Pick(
            _("Who holds it next?"),
            [(each.pk, each.name) for each in held.order_by("name")],
            blank=_("Nobody"),
            required=False,
        )
        self.fields["start"] = forms.Day(
            _("From which day?"), initial=people.today(), missing=_("Enter the first day")
        )
