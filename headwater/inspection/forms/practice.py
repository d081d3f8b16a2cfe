"""The questions about a practice note or a case note."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from headwater.govuk import forms
from headwater.inspection.models import PracticeNote, Round


class Note(forms.Form):
    """What was seen that others can learn from, told without names."""

    sort = forms.Choice(
        _("What kind of note is it?"),
        [
            ("practice", _("Developing practice"), _("Something that a body does")),
            ("case", _("Case note"), _("What happened once, told so that nobody can be known")),
        ],
    )
    title = forms.Text(_("What is it called?"), max_length=200)
    text = forms.LongText(
        _("What can others learn from it?"),
        hint=_(
            "Say what kind of body or place it was. Name no person, school, family or place. A "
            "number typed here keeps the note out of a report."
        ),
        max_length=4000,
    )
    caution = forms.LongText(
        _("What should a reader be careful about?"), required=False, max_length=1000, rows=3
    )
    source = forms.Text(
        _("Where does it come from?"),
        hint=_("A document or a kind of visit, not a person."),
        required=False,
        max_length=300,
    )

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = round_.framework.offered("finding")
        self.items = {item.code: item for item in offered}
        self.fields["findings"] = forms.Choices(
            _("Which findings does it bear on?"),
            [(code, item.title) for code, item in self.items.items()],
            required=False,
        )

    @classmethod
    def of(cls, note: PracticeNote, data: Any = None) -> "Note":
        """The form filled with what the note says now."""
        names = ("sort", "title", "text", "caution", "source")
        now: dict[str, Any] = {name: getattr(note, name) for name in names}
        now["findings"] = [item.code for item in note.findings.all()]
        return cls(data, round_=note.round, initial=now, version=note.record.version)

    def clean_findings(self) -> list[Any]:
        """The findings themselves in place of their codes."""
        return [self.items[code] for code in self.cleaned_data["findings"]]
