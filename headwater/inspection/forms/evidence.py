"""Forms about evidence: what it is, what it bears on, and its files."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from headwater.govuk import forms, uploads
from headwater.inspection.models import Evidence, EvidenceUse, Round, Subject
from headwater.inspection.rules import evidence as rules
from headwater.kernel import frameworks, people

ROLE_HINT = _("A role, such as district commander. Never a name.")
WRITTEN = [choice for choice in Evidence.Method.choices if choice[0] not in rules.SPOKEN]


class Piece(forms.Form):
    """What a piece of evidence is and where it comes from."""

    title = forms.Text(_("What is it called?"), missing=_("Give it a title"))

    def __init__(
        self, *args: Any, methods: list[Any], requests: list[frameworks.Item], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        asked = self.fields
        asked["method"] = forms.Choice(_("How was it gathered?"), methods)
        asked["summary"] = forms.LongText(
            _("What does it show?"),
            hint=_("Write about the body, never about a person."),
            missing=_("Say what it shows"),
        )
        asked["source"] = forms.Text(
            _("Where does it come from?"),
            hint=_("A document and its page, a meeting, a visit"),
            missing=_("Say where it comes from"),
            max_length=300,
        )
        asked["said_by_role"] = forms.Text(
            _("Who said it?"), hint=ROLE_HINT, required=False, max_length=160
        )
        asked["speaks_of_date"] = forms.Day(_("Of which day does it tell?"))
        asked["received_date"] = forms.Day(_("When did it arrive?"))
        if requests:
            asked["request_code"] = forms.Pick(
                _("Which document request does it answer?"),
                [(each.code, each.title) for each in requests],
                required=False,
                blank=_("None of them"),
            )


class New(Piece):
    """A piece of evidence that is added: about whom, how it is marked, who supplied it."""

    def __init__(self, *args: Any, subjects: list[Subject], is_body: bool, **kwargs: Any) -> None:
        super().__init__(
            *args, methods=WRITTEN if is_body else list(Evidence.Method.choices), **kwargs
        )
        self.subjects = {subject.code: subject for subject in subjects}
        if len(subjects) > 1:
            about = forms.Pick(
                _("Which body is it about?"), [(each.code, each.name) for each in subjects]
            )
            self.fields = {"subject": about, **self.fields}
        self.fields["marking"] = forms.Choice(
            _("How is it marked?"),
            [(marking, marking) for marking in rules.MARKINGS],
            initial=rules.MARKINGS[0],
        )
        if not is_body:
            self.fields["supplied_by_body"] = forms.YesNo(
                _("Did the body itself supply it?"),
                hint=_("Then the body sees it too. What is said in interviews it never sees."),
                initial=False,
            )
        self.fields["received_date"].initial = people.today()

    def told(self) -> dict[str, Any]:
        """What was answered, as the service takes it."""
        words = dict(self.cleaned_data)
        code = words.pop("subject", None) or next(iter(self.subjects))
        words.setdefault("supplied_by_body", True)
        return {**words, "subject": self.subjects[code]}


class Use(forms.Form):
    """Which finding a piece of evidence supports or contradicts."""

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings = {item.code: item for item in findings_of(round_)}
        self.fields["finding"] = forms.Pick(
            _("On which finding does it bear?"),
            [(code, f"{item.parent}: {item}") for code, item in self.findings.items()],
            missing=_("Choose a finding"),
        )
        self.fields["stance"] = forms.Choice(
            _("Does it support the finding or contradict it?"),
            EvidenceUse.Stance.choices,
            missing=_("Choose one of the two"),
            inline=True,
        )
        self.fields["note"] = forms.LongText(_("How?"), required=False, rows=3, max_length=1000)

    def clean_finding(self) -> frameworks.Item:
        return self.findings[self.cleaned_data["finding"]]


class Withdraw(forms.Form):
    """Why a piece of evidence no longer bears on a finding."""

    reason = forms.Text(
        _("Why does it no longer bear on the finding?"), missing=_("Give the reason")
    )


class File(forms.Form):
    """A file that belongs to a piece of evidence."""

    file = forms.Upload(
        _("Which file?"),
        hint=_("PDF, Word, OpenDocument, Excel, CSV, plain text, PNG or JPEG, up to 25 MB"),
        largest=2 * uploads.LIMIT,
    )


def findings_of(round_: Round) -> list[frameworks.Item]:
    """The findings of a round that are used today, with their capabilities."""
    return list(round_.framework.offered("finding").select_related("parent"))
