"""The questions around a self-assessment, and its answers on the scale that the library holds."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from headwater.govuk import forms
from headwater.inspection.services import assessments
from headwater.inspection.services.assessments import Question
from headwater.kernel import frameworks, people


class Begin(forms.Form):
    """For which body, by which framework, and as which cohort where it has cohorts."""

    def __init__(
        self, *args: Any, bodies: list[people.Organisation], framework: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {body.code: body for body in bodies}
        self.packs = {str(pack): pack for pack in assessments.offered()}
        if len(bodies) > 1:
            self.fields["body"] = forms.Choice(
                _("Which body assesses itself?"), [(each.code, each.name) for each in bodies]
            )
        self.fields["framework"] = forms.Choice(
            _("By which framework?"),
            [(name, pack.title, _about(pack)) for name, pack in self.packs.items()],
        )
        self.fields["cohort"] = forms.Choice(
            _("Which questions?"),
            [("", _("Those put to all bodies")), *self._cohorts()],
            hint=_("Only a framework with cohorts puts some questions to one of them alone."),
            required=False,
            initial="",
        )

    def _cohorts(self) -> list[tuple[str, str, str]]:
        return [
            (
                f"{name}/{item.code}",
                _("Those put to %(cohort)s bodies") % {"cohort": item.title.lower()},
                pack.title,
            )
            for name, pack in self.packs.items()
            for item in pack.of_kind("cohort")
        ]

    def clean(self) -> dict[str, Any]:
        """The body, the framework and the cohort's code."""
        told = super().clean() or {}
        name, _slash, cohort = str(told.get("cohort", "")).partition("/")
        if cohort and told.get("framework") and name != told["framework"]:
            self.add_error("cohort", _("These questions are not of the framework you chose"))
        told["cohort"] = cohort
        told["organisation"] = self.bodies.get(told.pop("body", next(iter(self.bodies))))
        if told.get("framework"):
            told["framework"] = self.packs[told["framework"]]
        return told


def _about(pack: frameworks.Pack) -> str:
    if pack.is_confirmed:
        return str(_("Version %(version)s") % {"version": pack.version})
    return str(
        _("Version %(version)s. Unconfirmed: not checked against an official text")
        % {"version": pack.version}
    )


class Answer(forms.Form):
    """One question of the framework, answered with a point of its scale."""

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        kwargs["version"] = question.answer.version if question.answer else 0
        super().__init__(*args, **kwargs)
        points = question.points.items()
        self.fields["value"] = forms.Choice(
            question.finding.title,
            [
                (code, point.title, point.body["hint"] or point.body["meaning"])
                for code, point in points
            ],
            hint=question.finding.body["limits"] or question.finding.body["hint"] or "",
            missing=_("Choose a point of the scale"),
            initial=question.answer.value if question.answer else None,
        )
        self.fields["comment"] = forms.LongText(
            _("What shows it?"),
            hint=_("For your own body. Name no person."),
            required=False,
            max_length=2000,
            initial=question.answer.comment if question.answer else "",
        )
        self.order_fields(["value", "comment", "version"])


class Keep(forms.Form):
    """Until when a self-assessment is kept."""

    ends_on = forms.Day(_("Until when is it kept?"))
