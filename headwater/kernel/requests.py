"""The type of a request that a signed-in person makes. Nothing here runs; it only names a type."""

from django.http import HttpRequest

from headwater.kernel import people


class SignedIn(HttpRequest):
    """A request to a view that is closed to the public: sign-in is the default everywhere."""

    user: people.Person
