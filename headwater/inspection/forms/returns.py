"""Forms of a return: an answer, a question passed on, a query and its reply."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from headwater.govuk import forms
from headwater.inspection.models import Answer
from headwater.inspection.services import returns
from headwater.kernel import frameworks, people

COMMENT_LENGTH = 8000


class Answering(forms.Form):
    """One finding's question on its own scale, with room to explain."""

    def __init__(
        self,
        *args: Any,
        finding: frameworks.Item,
        answer: Answer | None = None,
        must_choose: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.finding = finding
        self.points = returns.offered(finding, standing=answer.value if answer else "")
        self.fields = {
            "value": forms.Choice(
                finding.title,
                [
                    (point.body["answer"], point.title, point.body["hint"] or point.body["meaning"])
                    for point in self.points
                ],
                hint=finding.body.get("hint") or "",
                missing=_("Choose an answer"),
                required=must_choose,
                initial=answer.value if answer else None,
            ),
            "comment": forms.LongText(
                _("What is the answer based on?"),
                hint=finding.body.get("limits")
                or _("Name documents and dates. Write about the body, never about a person."),
                required=False,
                max_length=COMMENT_LENGTH,
                initial=answer.comment if answer else "",
            ),
            **self.fields,
        }

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or {})
        if not self.errors and not data.get("value") and not data.get("comment"):
            self.add_error("value", _("Choose an answer, or write down what you still have to ask"))
        if not self.errors and not data.get("comment") and self._leaves_out(data.get("value")):
            self.add_error("comment", _("Say why the question does not apply"))
        return data

    def _leaves_out(self, value: Any) -> bool:
        """Whether this answer takes the body out of what is counted."""
        left_out = [p.body["answer"] for p in self.points if p.body["counts_as"] == "left_out"]
        return value in left_out


class Delegating(forms.Form):
    """To which post a question goes, what it is told, and by when it should answer."""

    def __init__(self, *args: Any, body: people.Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = people.Post.objects.select_related("organisation").order_by(
            "organisation__name", "title"
        )
        self._posts = {post.reference: post for post in posts}
        own = [post for post in self._posts.values() if post.organisation_id == body.pk]
        others = [post for post in self._posts.values() if post.organisation_id != body.pk]
        self.fields = {
            "post": forms.Pick(
                _("Who can answer it?"),
                [(post.reference, str(post)) for post in (*own, *others)],
                hint=_(
                    "A post of your own body answers in its work list. A partner gets a link that "
                    "opens this one question, once."
                ),
                missing=_("Choose who should answer"),
            ),
            "note": forms.LongText(
                _("What should they know?"), required=False, max_length=2000, rows=3
            ),
            "due_on": forms.Day(
                _("By when do you need the answer?"), missing=_("Say by when you need the answer")
            ),
        }

    def clean_post(self) -> people.Post:
        return self._posts[self.cleaned_data["post"]]


class Querying(forms.Form):
    """What the inspectors ask a body about its return, or about one answer in it."""

    text = forms.LongText(
        _("What should the body explain or mend?"),
        hint=_("The return goes back to the body until it is submitted again."),
        missing=_("Write what the body should explain or mend"),
    )


class Replying(forms.Form):
    """The body's reply to a query."""

    text = forms.LongText(
        _("What is your reply?"),
        hint=_("A reply is kept as it was sent. Change the answer itself when it was wrong."),
        missing=_("Write your reply"),
    )
