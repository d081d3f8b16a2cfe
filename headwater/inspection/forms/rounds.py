"""Forms about rounds, their bodies, guidance and visits."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from headwater.govuk import forms
from headwater.inspection.models import Round
from headwater.kernel import frameworks, people


class Start(forms.Form):
    """The first facts of a round."""

    title = forms.Text(_("What is the round called?"), max_length=200)
    slug = forms.Text(
        _("What is its short name?"),
        hint=_("Small letters, digits and hyphens, such as averland-2026. It stands in addresses."),
        max_length=60,
    )
    starts_on = forms.Day(_("When does it start?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        packs = frameworks.Pack.objects.filter(kind="framework").order_by("slug", "version")
        self.fields["framework"] = forms.Choice(
            _("Against which framework are bodies inspected?"),
            [(str(pack), f"{pack.title}, version {pack.version}") for pack in packs],
        )

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].strip()
        if not slug.replace("-", "").isalnum() or slug != slug.lower() or not slug.isascii():
            raise forms.ValidationError(
                _("Use small letters, digits and hyphens only, such as averland-2026")
            )
        return slug

    def clean_framework(self) -> frameworks.Pack:
        return frameworks.pack(self.cleaned_data["framework"])


class Plan(forms.Form):
    """What a round is for and how it is carried out."""

    title = forms.Text(_("What is the round called?"), max_length=200)
    terms = forms.LongText(_("What are the terms of reference?"), max_length=10000)
    method = forms.LongText(_("How is the round carried out?"), required=False, max_length=10000)
    returns_due_on = forms.Day(_("By when are returns due?"))
    second_rating_share = forms.Whole(
        _("What share of the ratings is done by two inspectors?"),
        hint=_("In percent. Which ratings are drawn is fixed for the round and can be recomputed."),
        least=0,
        most=100,
    )

    @classmethod
    def of(cls, round_: Round, data: Any = None) -> "Plan":
        """The form filled with what the round says now."""
        now = {name: getattr(round_, name) for name in cls.base_fields}
        return cls(data, initial=now, version=round_.record.version)


class Body(forms.Form):
    """A body to be inspected and its cohort."""

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = round_.subjects.values("organisation_id")
        self.fields["organisation"] = forms.Pick(
            _("Which body is inspected?"),
            [
                (body.code, body.name)
                for body in people.Organisation.objects.exclude(pk__in=taken).order_by("name")
            ],
        )
        cohorts = [(c.code, c.title) for c in round_.framework.of_kind("cohort")]
        if cohorts:
            self.fields["cohort"] = forms.Choice(_("To which cohort does it belong?"), cohorts)
            self.fields["reason"] = forms.Text(
                _("Who decided that, and on what basis?"), max_length=300
            )

    def clean_organisation(self) -> people.Organisation:
        return people.Organisation.objects.get(code=self.cleaned_data["organisation"])


class Place(forms.Form):
    """A change of cohort from a day on."""

    from_date = forms.Day(_("From which day?"))
    reason = forms.Text(_("Who decided that, and on what basis?"), max_length=300)

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohort"] = forms.Choice(
            _("To which cohort does the body move?"),
            [(c.code, c.title) for c in round_.framework.of_kind("cohort")],
        )


class Member(forms.Form):
    """An inspector for the team."""

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = people.TeamMember.objects.on().filter(team=round_.team).values("person_id")
        candidates = (
            people.Person.objects.filter(
                memberships__role__may__contains=["round.inspect"],
                memberships__period__contains=people.today(),
                is_active=True,
            )
            .exclude(pk__in=inside)
            .order_by("name")
            .distinct()
        )
        self.fields["person"] = forms.Pick(
            _("Who joins the team?"), [(p.reference, p.name) for p in candidates]
        )

    def clean_person(self) -> people.Person:
        return people.Person.objects.get(reference=self.cleaned_data["person"])


class Guidance(forms.Form):
    """A guidance document that is in force from a day."""

    title = forms.Text(_("What is the document called?"), max_length=200)
    version = forms.Text(_("Which version is it?"), max_length=40)
    issued_on = forms.Day(_("From which day is it in force?"))


class Visit(forms.Form):
    """Where inspectors go, when, and who goes."""

    starts_on = forms.Day(_("When does the visit begin?"))
    ends_on = forms.Day(_("When does it end?"))
    place = forms.Text(_("Where is it?"), max_length=200)
    purpose = forms.LongText(
        _("Whom do you want to meet?"),
        hint=_("By post, not by name"),
        required=False,
        max_length=2000,
    )

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = (
            people.TeamMember.objects.on()
            .filter(team=round_.team)
            .select_related("person")
            .order_by("person__name")
        )
        self.fields["inspectors"] = forms.Choices(
            _("Which inspectors go?"), [(m.person.reference, m.person.name) for m in members]
        )

    def clean_inspectors(self) -> list[people.Person]:
        return list(people.Person.objects.filter(reference__in=self.cleaned_data["inspectors"]))


class Reason(forms.Form):
    """Why something is called off."""

    reason = forms.LongText(_("Why?"), max_length=1000)


class Midpoint(forms.Form):
    """The account of the mid-point meeting (HMIC-2009 App B, Methodology)."""

    held_on = forms.Day(_("When was the meeting held?"))
    progress = forms.LongText(_("How far has the round come?"), max_length=4000)
    consistency = forms.LongText(
        _("What was agreed so that inspectors judge alike?"), max_length=4000
    )
    emerging = forms.LongText(_("What is emerging?"), max_length=4000)


class Interest(forms.Form):
    """A declared interest of an inspector in a body."""

    reason = forms.Text(_("What is the interest?"), max_length=300)
    from_date = forms.Day(_("From which day?"))
    until = forms.Day(_("Until which day?"), required=False)

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = people.TeamMember.objects.on().filter(team=round_.team)
        self.fields["person"] = forms.Pick(
            _("Whose interest is it?"),
            [(m.person.reference, m.person.name) for m in members.select_related("person")],
        )
        self.fields["organisation"] = forms.Pick(
            _("In which body?"),
            [
                (subject.organisation.code, subject.name)
                for subject in round_.subjects.select_related("organisation").order_by("name")
                if subject.organisation
            ],
        )

    def clean_person(self) -> people.Person:
        return people.Person.objects.get(reference=self.cleaned_data["person"])

    def clean_organisation(self) -> people.Organisation:
        return people.Organisation.objects.get(code=self.cleaned_data["organisation"])
