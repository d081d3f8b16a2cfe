"""Posts and who holds them, and the roles that the library gives."""

from django.contrib import messages
from django.db.models import F, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from headwater.desk import duties
from headwater.desk.forms import people as forms
from headwater.desk.services import people as services
from headwater.desk.views import crumbs
from headwater.desk.views.people import manager
from headwater.govuk import pages
from headwater.kernel import handling, people


def _found(reference: str) -> people.Post:
    post = people.Post.objects.select_related("organisation").filter(reference=reference).first()
    if post is None:
        raise handling.NotSeen(reference)
    return post


def _link(post: people.Post) -> str:
    return reverse("post", kwargs={"reference": post.reference})


def index(request: HttpRequest) -> HttpResponse:
    """Every post with whoever holds it today."""
    manager(request)
    holder = people.Holding.objects.filter(post=OuterRef("pk"), period__contains=people.today())
    rows = people.Post.objects.select_related("organisation").annotate(
        holder_name=Subquery(holder.values("person__name")[:1])
    )
    return pages.ListPage(
        title=_("Posts"),
        rows=rows.order_by("organisation__name", "title"),
        columns=[
            pages.Column(_("Post"), "title", link=_link, sort="title"),
            pages.Column(_("Organisation"), "organisation.name", sort="organisation__name"),
            pages.Column(_("Held by"), "holder_name", sort="holder_name"),
            pages.Column(_("Links go to"), "email", sort="email"),
        ],
        filters=[pages.Search(_("Which post?"), on=["title", "organisation.name"])],
        breadcrumbs=crumbs.under(),
        template="desk/posts.jinja",
    ).response(request)


def show(request: HttpRequest, reference: str) -> HttpResponse:
    """One post and everybody who held it."""
    manager(request)
    post = _found(reference)
    return pages.RecordPage(
        post.title,
        caption=post.organisation.name,
        facts=[pages.Fact(_("Links go to"), post.email)],
        acts=[pages.Act(_("Hand it over"), reverse("post-hand-over", args=[reference]))],
        breadcrumbs=crumbs.under((_("Posts"), "posts")),
        template="desk/post.jinja",
        context={
            "holdings": post.holdings.select_related("person").order_by(F("period").desc()),
            "today": people.today(),
        },
    ).response(request)


def add(request: HttpRequest) -> HttpResponse:
    """Make a post."""
    by = manager(request)
    form = forms.NewPost(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        organisation = people.Organisation.objects.get(pk=given["organisation"])
        try:
            post = services.make_post(
                title=given["title"], email=given["email"] or "", organisation=organisation, by=by
            )
        except handling.Refused as refused:
            form.add_error("title", str(refused))
        else:
            messages.success(request, _("The post is made."))
            return redirect("post", reference=post.reference)
    return pages.FormPage(
        _("Make a post"),
        form,
        _("Make post"),
        cancel=reverse("posts"),
        breadcrumbs=crumbs.under((_("Posts"), "posts")),
    ).response(request)


def hand_over(request: HttpRequest, reference: str) -> HttpResponse:
    """Give a post to somebody else, or to nobody, from a day."""
    by, post = manager(request), _found(reference)
    form = forms.HandOver(request.POST or None, organisation=post.organisation)
    if form.is_valid():
        key = form.cleaned_data["to"]
        to = people.Person.objects.get(pk=key) if key else None
        try:
            services.hand_over(post, to=to, start=form.cleaned_data["start"], by=by)
        except handling.Refused as refused:
            form.add_error("start", str(refused))
        else:
            messages.success(request, _("The post changes hands on that day."))
            return redirect("post", reference=reference)
    return pages.FormPage(
        _("Hand over a post"), form, _("Hand over"), caption=str(post), cancel=_link(post)
    ).response(request)


def roles(request: HttpRequest) -> HttpResponse:
    """What each role may do: data of the library, changed there alone."""
    manager(request)
    return pages.ListPage(
        title=_("Roles"),
        rows=people.Role.objects.order_by("name"),
        columns=[
            pages.Column(_("Role"), "name", sort="name"),
            pages.Column(_("Works for a"), "level", sort="level"),
            pages.Column(_("May"), _may),
            pages.Column(_("Source"), "source", file_only=True),
        ],
        note=_("Roles are data of the library. A new version of the library changes them."),
        breadcrumbs=crumbs.under(),
    ).response(request)


def _may(role: people.Role) -> str:
    return ", ".join(duties.words(code) for code in role.may) or _("read what is shared")


urlpatterns = [
    path("posts/", index, name="posts"),
    path("posts/add/", add, name="post-add"),
    path("posts/<str:reference>/", show, name="post"),
    path("posts/<str:reference>/hand-over/", hand_over, name="post-hand-over"),
    path("roles/", roles, name="roles"),
]
