"""What surrounds every page: service name, navigation, account links, phase and footer.

The application that uses the kit names, in ``HEADWATER_NAVIGATION``, a callable that takes the
request and returns the links; the kit only draws them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

Place = Literal["navigation", "account", "footer"]


@dataclass(frozen=True)
class Link:
    """A link in the frame: its text, its address and the place where it stands.

    ``current`` left out means that the kit decides, by comparing the address with the page's.
    ``note`` is a short text beside an account link, such as the reader's post.
    """

    text: str
    href: str
    place: Place = "navigation"
    current: bool | None = None
    note: str = ""


@dataclass(frozen=True)
class Frame:
    """The frame of one page, as its base template draws it."""

    service: str
    path: str
    links: tuple[Link, ...] = field(default=())
    phase: str = ""
    phase_text: str = ""

    @property
    def navigation(self) -> list[dict[str, Any]]:
        """The service navigation's items; the longest address that begins the page's is current."""
        return [
            {"text": link.text, "href": link.href, "current": link == self._current()}
            for link in self._at("navigation")
        ]

    @property
    def account(self) -> list[Link]:
        """Links about the reader: who is signed in, sign out."""
        return self._at("account")

    @property
    def footer(self) -> list[Link]:
        """Links about the service: accessibility statement, glossary, privacy."""
        return self._at("footer")

    def _at(self, place: Place) -> list[Link]:
        return [link for link in self.links if link.place == place]

    def _current(self) -> Link | None:
        links = self._at("navigation")
        for link in links:
            if link.current:
                return link
        within = [link for link in links if link.current is None and _holds(link.href, self.path)]
        return max(within, key=lambda link: len(link.href), default=None)


def _holds(href: str, path: str) -> bool:
    return path == href or (href != "/" and path.startswith(href.rstrip("/") + "/"))


def page_context(request: HttpRequest) -> dict[str, Frame]:
    """Context processor: the ``frame`` that ``govuk/base.jinja`` draws around every page.

    Reads the settings ``HEADWATER_NAVIGATION`` (dotted path), ``HEADWATER_SERVICE``,
    ``HEADWATER_PHASE`` (a tag such as ``Demonstration``) and ``HEADWATER_PHASE_TEXT``.
    """
    links: Iterable[Link] = ()
    if path := getattr(settings, "HEADWATER_NAVIGATION", ""):
        find: Callable[[HttpRequest], Iterable[Link]] = import_string(path)
        links = find(request)
    return {
        "frame": Frame(
            service=getattr(settings, "HEADWATER_SERVICE", "Headwater"),
            path=request.path,
            links=tuple(links),
            phase=getattr(settings, "HEADWATER_PHASE", ""),
            phase_text=getattr(settings, "HEADWATER_PHASE_TEXT", ""),
        )
    }
