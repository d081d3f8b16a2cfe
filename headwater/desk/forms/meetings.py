"""What is asked about bodies, meetings and decisions."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from headwater.govuk import forms
from headwater.kernel import meetings, people

LONDON = ZoneInfo("Europe/London")


def _posts() -> list[tuple[Any, str]]:
    rows = people.Post.objects.select_related("organisation")
    return [(post.pk, str(post)) for post in rows.order_by("organisation__name", "title")]


class Establish(forms.Form):
    """A new body."""

    title = forms.Text(
        _("What is it called?"), missing=_("Enter what the body is called"), max_length=200
    )
    terms = forms.LongText(
        _("What are its terms of reference?"),
        hint=_("What it decides, for whom, and to whom it answers"),
        missing=_("Enter its terms of reference"),
        max_length=8000,
    )
    quorum = forms.Whole(
        _("How many seats must be present?"), missing=_("Enter how many must be present"), least=1
    )
    readers = forms.Choice(
        _("Who may read its account?"),
        [
            ("open", _("Everyone who is signed in")),
            ("own", _("Only members of the organisation that owns it")),
        ],
        missing=_("Choose who may read its account"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seats"] = forms.Choices(
            _("Which posts sit on it?"), _posts(), missing=_("Choose the posts that sit on it")
        )

    def seats(self) -> list[people.Post]:
        """The posts chosen."""
        return list(people.Post.objects.filter(pk__in=self.cleaned_data["seats"]))


class Convene(forms.Form):
    """A meeting to be held."""

    title = forms.Text(_("What is the meeting called?"), missing=_("Enter a name"), max_length=200)
    day = forms.Day(_("On which day?"), missing=_("Enter the day"))
    hour = forms.Text(
        _("At what time?"), hint=_("Such as 14:30"), missing=_("Enter the time"), max_length=5
    )
    agenda = forms.LongText(
        _("What is on the agenda?"),
        hint=_("One item on each line"),
        missing=_("Enter at least one item"),
        max_length=4000,
    )

    def clean_hour(self) -> datetime.time:
        try:
            return datetime.datetime.strptime(self.cleaned_data["hour"], "%H:%M").time()  # noqa: DTZ007
        except ValueError as error:
            raise forms.ValidationError(_("Enter a time such as 14:30")) from error

    def starts_at(self) -> datetime.datetime:
        """The moment at which it begins, in Europe/London."""
        return datetime.datetime.combine(
            self.cleaned_data["day"], self.cleaned_data["hour"], tzinfo=LONDON
        )

    def agenda_items(self) -> list[str]:
        """The items, one for each line that is not empty."""
        lines = self.cleaned_data["agenda"].splitlines()
        return [line.strip()[:200] for line in lines if line.strip()]


class Hold(forms.Form):
    """Who was present, and what was said on each item."""

    def __init__(self, *args: Any, meeting: meetings.Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = list(meeting.body.seats.select_related("organisation").order_by("title"))
        self._items = list(meeting.items.order_by("order"))
        present = set(meeting.present.values_list("pk", flat=True))
        self.fields["present"] = forms.Choices(
            _("Who was present?"),
            [(post.pk, str(post)) for post in seats],
            initial=[post.pk for post in seats if post.pk in present],
            missing=_("Choose who was present"),
        )
        for item in self._items:
            self.fields[f"item-{item.pk}"] = forms.LongText(
                item.title, initial=item.minute, required=False, max_length=8000
            )

    def chosen(self) -> dict[str, Any]:
        """The answers as the service takes them: who was there, what was said in order."""
        posts = people.Post.objects.select_related("organisation").order_by("title")
        return {
            "present": list(posts.filter(pk__in=self.cleaned_data["present"])),
            "minutes": [self.cleaned_data[f"item-{item.pk}"] for item in self._items],
            "version": self.cleaned_data["version"],
        }


class Decide(forms.Form):
    """One decision, with what else could have been decided and who dissented."""

    question = forms.Text(
        _("What was the question?"), missing=_("Enter the question"), max_length=300
    )
    options = forms.LongText(
        _("Between which options?"), hint=_("One on each line"), required=False, max_length=2000
    )
    outcome = forms.LongText(
        _("What was decided?"), missing=_("Enter what was decided"), max_length=4000
    )
    reason = forms.LongText(_("Why?"), missing=_("Enter the reason"), max_length=4000)
    dissent = forms.LongText(_("Who disagreed, and why?"), required=False, max_length=4000)

    def __init__(self, *args: Any, earlier: list[meetings.Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._earlier = {str(each.pk): each for each in earlier}
        self.fields["supersedes"] = forms.Pick(
            _("Does it replace an earlier decision?"),
            [(key, each.question) for key, each in self._earlier.items()],
            blank=_("No"),
            required=False,
        )

    def chosen(self) -> dict[str, Any]:
        """The answers as the service takes them."""
        given = dict(self.cleaned_data)
        lines = (given.pop("options") or "").splitlines()
        return {
            **given,
            "options": tuple(line.strip()[:300] for line in lines if line.strip()),
            "supersedes": self._earlier.get(given["supersedes"]),
        }
