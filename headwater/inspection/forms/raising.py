"""The questions that turn a gap or a clause into an action."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from headwater.govuk import forms
from headwater.kernel import people


def posts_of(area: people.Area) -> "QuerySet[people.Post]":
    """The posts of the bodies of an area and of the areas within it."""
    within = Q(organisation__area__low__gte=area.low, organisation__area__low__lte=area.high)
    found = people.Post.objects.filter(within).select_related("organisation")
    return found.order_by("organisation__name", "title")


class PostPick(forms.Pick):
    """One post out of a list; the clean value is the post."""

    def __init__(self, label: Any, posts: "QuerySet[people.Post]", **words: Any) -> None:
        self.posts = {post.reference: post for post in posts}
        super().__init__(label, [(code, str(post)) for code, post in self.posts.items()], **words)

    def clean(self, value: Any) -> people.Post | None:
        """The post, or None when it is left open."""
        return self.posts.get(super().clean(value))


class RaiseAction(forms.Form):
    """Who does what by when, and who checks it."""

    title = forms.Text(_("What is to be done?"), max_length=200)
    due_date = forms.Day(_("By when?"))

    def __init__(self, *args: Any, area: people.Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = posts_of(area)
        nobody = "" if posts else _("No post is known here yet. The programme adds posts.")
        self.fields["owner_post"] = PostPick(_("Which post owns it?"), posts, hint=nobody)
        self.fields["verifier_post"] = PostPick(
            _("Which other post verifies it?"),
            posts,
            hint=_("Whoever verifies is never whoever did the work."),
        )
        self.fields["due_date"] = self.fields.pop("due_date")

    def clean(self) -> dict[str, Any]:
        """Two different posts, and a day that has not passed."""
        told = super().clean() or {}
        if told.get("owner_post") and told.get("owner_post") == told.get("verifier_post"):
            self.add_error("verifier_post", _("Choose another post than the owner"))
        if told.get("due_date") and told["due_date"] < people.today():
            self.add_error("due_date", _("The day must not have passed"))
        return told
