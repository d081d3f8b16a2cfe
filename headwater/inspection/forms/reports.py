"""Forms about reports: chapters, cited facts, accuracy, critical readers and errata."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from headwater.govuk import forms
from headwater.inspection.models import Chapter, Round
from headwater.kernel import people


class ChapterTitle(forms.Form):
    """A chapter to be added."""

    title = forms.Text(_("What is the chapter called?"), max_length=200)


class ChapterText(forms.Form):
    """A chapter being written."""

    title = forms.Text(_("What is the chapter called?"), max_length=200)
    text = forms.LongText(
        _("What does it say?"),
        hint=_("Markdown. Leave it empty and the chapter is left out."),
        required=False,
        max_length=200_000,
        rows=24,
    )

    @classmethod
    def of(cls, chapter: Chapter, data: Any = None) -> "ChapterText":
        """The form filled with what the chapter says now."""
        now = {"title": chapter.title, "text": chapter.text}
        return cls(data, initial=now, version=chapter.version)


class Move(forms.Form):
    """A chapter changes places with its neighbour."""

    direction = forms.Choice(_("Which way?"), [("up", _("Up")), ("down", _("Down"))])


class Cited(forms.Form):
    """A fact from elsewhere and where it comes from."""

    text = forms.Text(
        _("What is the fact, as it stands in the text?"),
        hint=_("Such as £7,239,000"),
        max_length=120,
    )
    source = forms.Text(
        _("Where does it come from?"),
        hint=_("Document, year, paragraph. It becomes a footnote."),
        max_length=300,
    )


class Caveat(forms.Form):
    """What is printed under tables that compare bodies judged under unlike guidance."""

    text = forms.LongText(
        _("What must a reader of these tables know?"),
        hint=_("Say which guidance came when, and what that means for comparing bodies."),
        required=False,
        max_length=2000,
    )


class SendForAccuracy(forms.Form):
    """By when bodies comment."""

    due_on = forms.Day(_("By when do the bodies comment?"))


class Accuracy(forms.Form):
    """A body's comment on what the draft says about it."""

    is_agreed = forms.YesNo(_("Is everything that the draft says about you accurate?"))
    text = forms.LongText(
        _("What is not accurate?"),
        hint=_("Name the passage, what it should say, and what shows that."),
        required=False,
        max_length=20_000,
    )


class Answer(forms.Form):
    """What was done about a comment."""

    text = forms.LongText(
        _("What was done about it?"),
        hint=_("Say what was changed, or why nothing was."),
        missing=_("Say what was changed, or why nothing was"),
        max_length=10_000,
    )


class InvitePost(forms.Form):
    """Which post of a body comments by link."""

    def __init__(self, *args: Any, organisation: people.Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._posts = {post.reference: post for post in organisation.posts.order_by("title")}
        self.fields["post"] = forms.Pick(
            _("Which post comments for the body?"),
            [(reference, post.title) for reference, post in self._posts.items()],
        )

    def clean_post(self) -> people.Post:
        return self._posts[self.cleaned_data["post"]]


class Readers(forms.Form):
    """Who reads the draft critically, and until when."""

    expires_on = forms.Day(_("Until when does the link open the draft?"))

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inspected = round_.subjects.exclude(organisation=None).values("organisation_id")
        posts = (
            people.Post.objects.exclude(organisation__in=inspected)
            .select_related("organisation")
            .order_by("organisation__name", "title")
        )
        self._posts = {post.reference: post for post in posts}
        self.fields["posts"] = forms.Choices(
            _("Which posts read the draft critically?"),
            [(reference, str(post)) for reference, post in self._posts.items()],
        )

    def clean_posts(self) -> list[people.Post]:
        return [self._posts[reference] for reference in self.cleaned_data["posts"]]


class Reading(forms.Form):
    """A critical reader's comments, one box for each chapter and one for the whole."""

    def __init__(self, *args: Any, chapters: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for reference, title in chapters:
            self.fields[reference] = forms.LongText(
                _("What would you change in “%(title)s”?") % {"title": title},
                required=False,
                max_length=10_000,
            )
        self.fields["whole"] = forms.LongText(
            _("What would you change in the report as a whole?"), required=False, max_length=10_000
        )


class OwnComment(forms.Form):
    """A comment that the team takes down for a critical reader."""

    def __init__(self, *args: Any, chapters: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chapter"] = forms.Pick(
            _("Which chapter is it about?"), [("whole", _("The report as a whole")), *chapters]
        )
        self.fields["made_by"] = forms.Text(
            _("Who made the comment?"), hint=_("A post or body, not a person"), max_length=200
        )
        self.fields["text"] = forms.LongText(_("What is the comment?"), max_length=10_000)


class Erratum(forms.Form):
    """Why an edition is corrected."""

    note = forms.LongText(
        _("What is corrected, and why?"),
        hint=_("It is printed in the new edition above the list of changed numbers."),
        max_length=4000,
    )


class Signer(forms.Form):
    """Which post outside the inspectorate signs as second person."""

    def __init__(self, *args: Any, owner: people.Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = people.Post.objects.exclude(organisation=owner).select_related("organisation")
        self._posts = {post.reference: post for post in posts.order_by("organisation__name")}
        self.fields["post"] = forms.Pick(
            _("Which post signs?"),
            [(reference, str(post)) for reference, post in self._posts.items()],
        )

    def clean_post(self) -> people.Post:
        return self._posts[self.cleaned_data["post"]]


class Signing(forms.Form):
    """The one question before a signature by link."""

    agrees = forms.Agree(
        _("I have read the report and sign it for my post"),
        missing=_("Tick the box to sign the report"),
    )
