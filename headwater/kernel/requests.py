"""The type of a request that a signed-in person makes. Nothing here runs; it only names a type."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from headwater.kernel import people

if TYPE_CHECKING:
    from headwater.kernel.handling import LinkHolder


class SignedIn(HttpRequest):
    """A request to a view that is closed to the public: sign-in is the default everywhere."""

    user: people.Person


class ByLink(HttpRequest):
    """A request to the page behind a partner's link: its holder is the reader."""

    link_holder: "LinkHolder"
