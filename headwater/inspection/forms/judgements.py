"""Forms about ratings and judgements."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from headwater.govuk import formats, forms
from headwater.inspection.models import CriterionAnswer, Evidence
from headwater.kernel import frameworks

NARRATIVE = _("Why does the body stand at this stage?")
WITHOUT_NAMES = _("Write about the body, never about a person.")


class Descriptor(forms.Form):
    """Whether one descriptor is met, and on which evidence."""

    met = forms.Choice(
        _("Is it met?"),
        CriterionAnswer.Met.choices,
        missing=_("Say whether it is met; “Not known” is an answer too"),
    )
    note = forms.LongText(_("What did you see?"), hint=WITHOUT_NAMES, required=False, rows=4)

    def __init__(self, *args: Any, pieces: Sequence[Evidence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pieces = {piece.reference: piece for piece in pieces}
        if pieces:
            self.fields["cited"] = forms.Choices(
                _("Which evidence shows it?"),
                [(ref, piece.title, _shown(piece)) for ref, piece in self.pieces.items()],
                required=False,
            )

    def told(self) -> dict[str, Any]:
        """What was answered, as the service takes it."""
        words = dict(self.cleaned_data)
        words["cited"] = [self.pieces[reference] for reference in words.get("cited", ())]
        return words


def _shown(piece: Evidence) -> str:
    return f"{piece.get_method_display()}, {formats.day(piece.speaks_of_date)}"


class _Staged(forms.Form):
    """A form that chooses one of the stages, each with its descriptors as the hint."""

    def __init__(
        self, *args: Any, question: Any, stages: Iterable[frameworks.Item], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.stages = {stage.code: stage for stage in stages}
        options = [(code, stage.title) for code, stage in self.stages.items()]
        chosen = forms.Choice(question, options, missing=_("Choose a stage"))
        self.fields = {"stage": chosen, **self.fields}

    def clean_stage(self) -> frameworks.Item:
        return self.stages[self.cleaned_data["stage"]]


class Decide(_Staged):
    """The stage an inspector decides on, with narrative and reason."""

    narrative = forms.LongText(
        NARRATIVE, hint=WITHOUT_NAMES, missing=_("Write the narrative"), max_length=8000, rows=8
    )
    reason = forms.LongText(
        _("Why do you differ from what the descriptors support?"),
        hint=_("Needed only when you do."),
        required=False,
    )


class Settle(_Staged):
    """The stage settled in moderation, with the reason and the narrative that will stand."""

    reason = forms.LongText(
        _("How was this settled?"),
        hint=_("The reason is kept, also when the ratings agree."),
        missing=_("Give the reason for the judgement, also when the ratings agree"),
    )
    narrative = forms.LongText(
        NARRATIVE,
        hint=_("Left empty, the narrative of the rating with that stage stands."),
        required=False,
        max_length=8000,
    )
