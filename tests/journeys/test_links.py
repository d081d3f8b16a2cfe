"""No dead ends: every link that a page shows its reader leads somewhere that the reader may go."""

import re
from collections import deque
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import APIRequestContext

pytestmark = pytest.mark.journey

SHOWN = (
    "",
    "lead-inspector",
    "second-inspector",
    "delivery-manager",
    "assurance-officer",
    "district-commander",
    "oversight-member",
    "council-lead",
    "policy-official",
    "administrator",
    "information-officer",
)
DEPTH, PAGES, ALIKE = 3, 120, 3
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]+)"')


def _kind(path: str) -> str:
    """The path with references and queries left out: pages that one view draws look alike."""
    plain = urlsplit(path).path
    return re.sub(r"/[a-z0-9]{10}(?=/)|/(?:[a-z]+-)+[a-z0-9]+(?=/)", "/*", plain)


def _dead_ends(asked: APIRequestContext, address: str) -> list[str]:
    """Follow links breadth first, a few of each kind of page; those that lead nowhere."""
    queue, seen = deque([("/", 0, "the first page")]), {"/"}
    alike: dict[str, int] = {}
    dead: list[str] = []
    while queue:
        path, depth, whence = queue.popleft()
        if alike.setdefault(_kind(path), 0) >= ALIKE or sum(alike.values()) >= PAGES:
            continue
        alike[_kind(path)] += 1
        answer = asked.get(address + path)
        if answer.status >= 400:
            dead.append(f"{answer.status} {path} linked from {whence}")
        if depth == DEPTH or "html" not in answer.headers.get("content-type", ""):
            continue
        for href in LINK.findall(answer.text()):
            there = urldefrag(urljoin(address + path, href.replace("&amp;", "&")))[0]
            to = there.removeprefix(address)
            if there.startswith(address) and to not in seen and not to.startswith("/account/"):
                seen.add(to)
                queue.append((to, depth + 1, path))
    assert sum(alike.values()) > len(SHOWN), alike
    return dead


@pytest.mark.parametrize("code", SHOWN)
def test_no_link_leads_to_a_page_that_its_reader_may_not_see(visitor, address, code):
    reader = visitor(code)
    if code:
        assert reader.page.get_by_role("link", name="Sign out").count()
    assert _dead_ends(reader.page.context.request, address) == []
