"""What a web worker holds in memory after it has shown every kind of page."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil

from bench import findings, pages, world

MEMORY_AIM = 150
ROUNDS_OF_PAGES = 10
MEGABYTE = 2**20


def measure(folder: Path) -> list[findings.Row]:
    """One web process serves the measured pages ten times over; its resident memory then."""
    session = pages.client(world.lead()).cookies["sessionid"].value
    editor = pages.client(world.editor()).cookies["sessionid"].value
    with _served() as (address, web):
        for _ in range(ROUNDS_OF_PAGES):
            for page in pages.shown():
                _get(address + page.address, session if page.by == "lead" else editor)
        worker = max(web.children(recursive=True), key=lambda each: each.memory_info().rss)
        memory = worker.memory_full_info()
    return [
        findings.most("memory of a web worker (resident)", memory.rss / MEGABYTE, "MB", aim=MEMORY_AIM),
        findings.Row(
            "of that, its own alone", f"{memory.uss / MEGABYTE:.0f} MB", "",
            "the rest is shared with the other web workers",
        ),
    ]  # fmt: skip


def _get(address: str, session: str) -> None:
    request = urllib.request.Request(address, headers={"Cookie": f"sessionid={session}"})
    with urllib.request.urlopen(request, timeout=60) as response:
        assert response.status == 200, address
        response.read()


@contextlib.contextmanager
def _served() -> Iterator[tuple[str, psutil.Process]]:
    """`headwater serve` with one web process; yields its address and the web server."""
    server = subprocess.Popen(
        [sys.executable, "-m", "headwater", "serve", "--port", "0", "--web-workers", "1"],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "headwater.settings"},
    )
    try:
        assert server.stderr is not None
        for line in server.stderr:
            if found := re.search(r"serving (http://\S+?)/ ", line):
                break
        else:
            raise RuntimeError("headwater serve ended before it served")
        children = psutil.Process(server.pid).children()
        (web,) = [each for each in children if any("gunicorn" in word for word in each.cmdline())]
        yield found[1], web
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=60)
