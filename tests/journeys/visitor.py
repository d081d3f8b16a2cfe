"""Somebody at a browser: every page that they come to is checked for accessibility at once."""

import datetime
import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, Response

type Axe = Callable[[Page], list[str]]


class Visitor:
    """One browser window and what a person does in it, in the words of the page.

    ``open``, ``follow``, ``press`` and ``sign_in`` lead to a page; each fails when that page
    breaks an accessibility rule, is wider than the window, or says that something went wrong,
    unless ``expect`` names the status that is meant to come.
    """

    def __init__(self, page: Page, *, address: str, axe: Axe) -> None:
        self.page = page
        self.address = address
        self._axe = axe

    def sign_in(self, code: str) -> None:
        """Sign in as one of the cast."""
        self.open("/personas/")
        self._lead(lambda: self.page.locator(f'button[name="person"][value="{code}"]').click())

    def open(self, path: str, *, expect: int = 200) -> None:
        """Type an address."""
        there = path if path.startswith("http") else self.address + path
        self._lead(lambda: self.page.goto(there), expect=expect)

    def follow(
        self, name: str | re.Pattern[str], *, within: str = "main", expect: int = 200
    ) -> None:
        """Follow the first link of that name."""
        link = self.page.locator(within).get_by_role("link", name=name).first
        self._lead(link.click, expect=expect)

    def follow_row(self, words: str) -> None:
        """Follow the first link of the row or list item that says these words."""
        row = self.page.locator("main li, main tr").filter(has_text=words).first
        self._lead(row.get_by_role("link").first.click)

    def press(self, name: str | re.Pattern[str], *, expect: int = 200) -> None:
        """Press the button, or the link dressed as one, of that name."""
        button = self.page.locator("main").get_by_role("button", name=name).first
        self._lead(button.click, expect=expect)

    def write(self, label: str | re.Pattern[str], text: str) -> None:
        """Write into a box."""
        self.page.get_by_label(label).first.fill(text)

    def choose(self, option: str | re.Pattern[str], *, of: str | None = None) -> None:
        """Choose a radio button or tick a box, of a question when several offer the same."""
        place: Page | Locator = self.page.get_by_role("group", name=of) if of else self.page
        place.get_by_label(option, exact=isinstance(option, str)).first.check()

    def pick(self, label: str, option: str) -> None:
        """Pick the first entry of a list that holds these words."""
        listed = self.page.get_by_label(label).first
        words = listed.locator("option", has_text=option).first.inner_text()
        listed.select_option(label=words)

    def date(self, question: str, day: datetime.date) -> None:
        """Write a date into its three boxes."""
        boxes = self.page.get_by_role("group", name=question)
        for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            boxes.get_by_label(label).fill(str(value))

    def text(self) -> str:
        """What the main part of the page says."""
        return self.page.locator("main").inner_text()

    @property
    def path(self) -> str:
        """Where the window is, without the host."""
        return self.page.url.removeprefix(self.address)

    def _lead(self, act: Callable[[], object], *, expect: int = 200) -> None:
        answers: list[Response] = []

        def keep(response: Response) -> None:
            if response.request.is_navigation_request() and response.frame == self.page.main_frame:
                answers.append(response)

        self.page.on("response", keep)
        with self.page.expect_event("load"):
            act()
        self.page.remove_listener("response", keep)
        status = answers[-1].status if answers else None
        assert status == expect, f"{self.page.url} answered {status}:\n{self.text()[:800]}"
        wrong = self._axe(self.page)
        assert wrong == [], f"{self.page.url}: {wrong}"
        width = self.page.evaluate("document.documentElement.scrollWidth")
        room = self.page.evaluate("document.documentElement.clientWidth")
        assert width <= room, f"{self.page.url} is {width} pixels wide in a window of {room}"
