"""Killed in the middle: nothing of an import, a submission or a publication is half there.

Each act runs in a process of its own on a copy of the demonstration. It is held at the moment when
it writes to the trail, killed outright, and looked for afterwards.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.db import connections

from headwater.inspection.models import Answer, Edition, Return, Round, Subject
from headwater.kernel import handling
from tests import databases

BEFORE = """
import django; django.setup()
from tests import databases; databases.point_at({name!r})
from headwater.kernel import frameworks, handling, people
from headwater.inspection.models import *
from headwater.inspection.services import imports, reports, returns, rounds
def person(code): return people.Person.objects.get(email=code + "@averland.example")
print("ready", flush=True); input()
"""
IMPORT = """
purpose = handling.System("load-demo")
with handling.acting(purpose):
    imports.load_reconstruction(by=purpose, tell=lambda line: None)
"""
SUBMIT = """
manager = person("dunmere-manager")
with handling.acting(manager):
    found = Return.objects.select_related("record", "subject__round__framework")
    held = found.get(subject__round__slug="averland-2026", subject__code="dunmere-police")
    returns.submit(held, by=manager)
"""
PUBLISH = """
lead = person("lead-inspector")
with handling.acting(lead):
    report = reports.of_round(rounds.by_slug("averland-2025", by=lead))
    reports.erratum(report, note="A second edition", by=lead)
"""


@pytest.fixture
def copied(django_db_blocker: Any, template_database: str) -> Iterator[str]:
    """A fresh copy of the demonstration that this process reads too."""
    name = f"killed_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with django_db_blocker.unblock():
        source = databases.demonstration()
        before = connections["default"].settings_dict["NAME"]
        databases.use_copy(source, name)
        yield name
        databases.point_at(before)


def killed_at_the_trail(name: str, act: str) -> None:
    """Run an act in a process of its own and kill it while it waits to write to the trail."""
    child = subprocess.Popen(
        [sys.executable, "-c", BEFORE.format(name=name) + act],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "headwater.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    place = connections["owner"].settings_dict
    with (
        databases.administrator() as watcher,
        psycopg.connect(
            host=place["HOST"], port=place["PORT"], user="postgres", dbname=name
        ) as holder,
    ):
        holder.execute("LOCK TABLE kernel_event IN SHARE ROW EXCLUSIVE MODE")
        child.stdin.write("\n")
        child.stdin.flush()
        _until(lambda: _waiting(watcher, name))
        child.send_signal(signal.SIGKILL)
        child.wait()
    child.stdin.close()
    child.stdout.close()
    with databases.administrator() as watcher:
        _until(lambda: not _waiting(watcher, name))


def _waiting(watcher: Any, name: str) -> bool:
    found = watcher.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'",
        [name],
    )
    return bool(found.fetchone()[0])


def _until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline, "It did not come to that within a minute."


def test_an_import_that_is_killed_leaves_no_answer(copied: str) -> None:
    purpose = handling.System("load-demo")
    with handling.acting(purpose):
        Round.objects.filter(slug="hmic-2009").update(slug="hmic-before")
    killed_at_the_trail(copied, IMPORT)
    with handling.acting(purpose):
        assert not Round.objects.filter(slug="hmic-2009").exists()
        assert not Subject.objects.filter(round__slug="hmic-2009").exists()
        assert not Answer.objects.filter(submission__subject__round__slug="hmic-2009").exists()


def test_a_submission_that_is_killed_leaves_the_return_open(copied: str) -> None:
    killed_at_the_trail(copied, SUBMIT)
    with handling.acting(handling.System("load-demo")):
        held = Return.objects.get(
            subject__round__slug="averland-2026", subject__code="dunmere-police"
        )
        assert (held.state, held.submitted_at) == (Return.State.OPEN, None)


def test_a_publication_that_is_killed_leaves_no_edition(copied: str) -> None:
    killed_at_the_trail(copied, PUBLISH)
    with handling.acting(handling.System("load-demo")):
        assert Edition.objects.filter(round__slug="averland-2025").count() == 1
