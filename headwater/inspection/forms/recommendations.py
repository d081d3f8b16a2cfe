"""The questions about recommendations and their clauses."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from headwater.govuk import forms
from headwater.inspection.documents import numbers
from headwater.inspection.forms import raising
from headwater.inspection.models import Clause, Recommendation
from headwater.inspection.services import recommendations
from headwater.kernel import people


def without_numbers(text: str) -> str:
    """The text, unless it holds a digit with which no report that prints it could be published."""
    typed = next((found.text for found in numbers.scan(text) if not found.is_word), "")
    if typed:
        raise forms.ValidationError(
            _(
                "Say it without “%(number)s”: the report prints this, and refuses a number typed by hand"
            )
            % {"number": typed}
        )
    return text


class New(forms.Form):
    """A recommendation and the day on which it was made."""

    summary = forms.LongText(_("What does the recommendation ask for?"), max_length=1000)
    made_date = forms.Day(_("When was it made?"))

    def clean_summary(self) -> str:
        """Nothing that keeps the report from publication."""
        return without_numbers(self.cleaned_data["summary"])

    def clean_made_date(self) -> Any:
        """Not a day to come."""
        if self.cleaned_data["made_date"] > people.today():
            raise forms.ValidationError(_("The day must not lie in the future"))
        return self.cleaned_data["made_date"]


class Owners(forms.Form):
    """Who leads and who supports."""

    def __init__(self, *args: Any, area: people.Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_post"] = raising.PostPick(
            _("Which post leads?"),
            raising.posts_of(area),
            hint=_("The post can then report on the clause. Leave it open if no post is known."),
            required=False,
        )
        self.fields["lead"] = forms.Text(
            _("How does the report name the lead owner?"), required=False, max_length=200
        )
        self.fields["supporting"] = forms.Text(_("Who supports?"), required=False, max_length=400)

    @classmethod
    def of(cls, clause: Clause, data: Any, *, area: people.Area) -> "Owners":
        """The form filled with the owners of now."""
        now = {
            "lead": clause.lead,
            "supporting": clause.supporting,
            "lead_post": clause.lead_post.reference if clause.lead_post else "",
        }
        return cls(data, area=area, initial=now, version=clause.version)


class NewClause(Owners):
    """One separable thing that a recommendation asks for."""

    text = forms.LongText(_("What does the clause ask for?"), max_length=1000)

    def __init__(
        self, *args: Any, area: people.Area, recommendation: Recommendation, **kwargs: Any
    ) -> None:
        super().__init__(*args, area=area, **kwargs)
        self.fields["due_date"] = forms.Day(_("By when?"), required=False)
        found = recommendations.clauses_of(recommendation.slug)
        self.others = {each.reference: each for each in found}
        if self.others:
            self.fields["depends_on"] = forms.Choices(
                _("Which clauses must be closed first?"),
                [(code, f"{each.mark}: {each.text}") for code, each in self.others.items()],
                required=False,
            )

    def clean_text(self) -> str:
        """Nothing that keeps the report from publication."""
        return without_numbers(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        """The clauses themselves in place of their references."""
        told = super().clean() or {}
        told["depends_on"] = [self.others[code] for code in told.get("depends_on") or []]
        return told


class Respond(forms.Form):
    """The response to a recommendation."""

    text = forms.LongText(_("What is the response?"), max_length=4000, rows=8)


class Report(forms.Form):
    """What was done, and what shows it."""

    text = forms.LongText(_("What was done?"), max_length=4000)
    evidence = forms.LongText(
        _("What shows it?"),
        hint=_("Needed when the clause is reported done."),
        required=False,
        max_length=4000,
    )
    is_done = forms.YesNo(_("Is the clause done?"))


class Move(forms.Form):
    """Another date, and why."""

    to = forms.Day(_("By when is it due now?"))
    reason = forms.LongText(
        _("Why does the date move?"),
        hint=_("Not needed when the clause had no date."),
        required=False,
        max_length=2000,
    )


class Close(forms.Form):
    """Whether the clause is done, and what is missing if not."""

    agrees = forms.YesNo(_("Is the clause done?"))
    remark = forms.LongText(
        _("What do you say to it?"),
        hint=_("Needed when something is missing."),
        required=False,
        max_length=2000,
    )


class Ask(forms.Form):
    """To whom a link is sent."""

    def __init__(self, *args: Any, area: people.Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"] = raising.PostPick(
            _("Which post is asked?"),
            raising.posts_of(area).exclude(email=""),
            hint=_("Not the post that leads the clause."),
        )
