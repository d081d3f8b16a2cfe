"""A real browser for journeys, and the accessibility check that every page of one must pass.

``browser_page`` is a fresh, signed-out window of a desk's width; ``narrow_page`` is 320 pixels
wide; ``plain_page`` runs no script. ``axe(page)`` gives the violations of WCAG 2.2 AA on the page
as readable lines, so a journey says ``assert axe(page) == []``. ``picture(page, "name")`` keeps a
screenshot for the documentation when ``HEADWATER_SCREENSHOTS`` names a folder.

``address`` is where the demonstration is served for the whole run: a journey changes only what no
other journey reads. ``visitor("delivery-manager")`` is somebody signed in at a browser of their
own, and ``visitor()`` is a member of the public.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from headwater.govuk import assets
from tests.journeys.serving import demonstration
from tests.journeys.visitor import Visitor

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

type Axe = Callable[[Page], list[str]]
type Picture = Callable[..., None]
type Visitors = Callable[..., Visitor]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium from the system; says what to install when there is none."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.fail("Journeys need Chromium: install the package chromium.")
    assets.build(with_tests=True)
    # Playwright keeps an event loop in this thread, which Django takes for an asynchronous view.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def _window(browser: Browser, *, width: int, script: bool) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        java_script_enabled=script,
        locale="en-GB",
        timezone_id="Europe/London",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    refused: list[str] = []
    page.on("pageerror", lambda error: refused.append(str(error)))
    page.on(
        "console",
        lambda message: (
            refused.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    yield page
    context.close()
    assert not refused, refused


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    """A window 1280 pixels wide."""
    yield from _window(browser, width=1280, script=True)


@pytest.fixture
def narrow_page(browser: Browser) -> Iterator[Page]:
    """A window 320 pixels wide, the narrowest that WCAG 2.2 names (1.4.10 Reflow)."""
    yield from _window(browser, width=320, script=True)


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A window that runs no script."""
    yield from _window(browser, width=1280, script=False)


@pytest.fixture(scope="session")
def axe() -> Axe:
    """Checks the page that is open against WCAG 2.2 AA; an empty list is a pass."""
    source = (assets.BUILD / "tests" / "axe.js").read_text()

    def check(page: Page) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        found = page.evaluate("rules => axe.run(document, {runOnly: rules, preload: false})", RULES)
        return [
            f"{violation['id']}: {violation['help']} at {', '.join(map(str, node['target']))}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    return check


@pytest.fixture(scope="session")
def picture() -> Picture:
    """Keeps a screenshot under a name, for the documentation: the window, or the whole page."""
    folder = os.environ.get("HEADWATER_SCREENSHOTS", "")

    def keep(page: Page, name: str, *, whole: bool = False) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            file = Path(folder) / f"{name}.png"
            page.screenshot(path=file, full_page=whole)
            # A palette is a third of the size and shows flat colours as they are.
            Image.open(file).convert("RGB").quantize(128).save(file, optimize=True)

    return keep


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the demonstration is served."""
    with demonstration() as there:
        yield there


@pytest.fixture
def visitor(browser: Browser, address: str, axe: Axe) -> Iterator[Visitors]:
    """Makes somebody at a browser of their own: one of the cast, or the public."""
    window = contextmanager(_window)
    with ExitStack() as stack:

        def make(code: str = "", *, width: int = 1280, script: bool = True) -> Visitor:
            page = stack.enter_context(window(browser, width=width, script=script))
            # axe is a script itself: a page without script is checked when it runs with script.
            made = Visitor(page, address=address, axe=axe if script else lambda _page: [])
            if code:
                made.sign_in(code)
            return made

        yield make
