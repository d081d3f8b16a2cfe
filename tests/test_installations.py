"""Installations: what is off has no table, address, menu or search; what is unknown is refused."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

LOOK = """
import json, os, sys
from headwater import postgres
cluster = postgres.prepare(os.environ)
try:
    import django
    django.setup()
    from django.apps import apps
    from django.db import connection
    from django.test import Client
    from django.urls import get_resolver
    client = Client(SERVER_NAME="127.0.0.1")
    home = client.get("/")
    json.dump({
        "tables": connection.introspection.table_names(),
        "applications": [app.name for app in apps.get_app_configs()],
        "home": home.status_code,
        "text": home.content.decode(),
        "inspection": client.get("/inspection/rounds/").status_code,
        "search": client.get("/search/?q=round").status_code,
        "health": client.get("/healthz").content.decode(),
        "addresses": [str(pattern.pattern) for pattern in get_resolver().url_patterns],
    }, sys.stdout)
finally:
    cluster.stop()
"""


def _run(home: Path, *arguments: str, capabilities: str) -> "subprocess.CompletedProcess[str]":
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith("HEADWATER_")
    }
    return subprocess.run(
        [sys.executable, *arguments],
        env={
            **inherited,
            "HEADWATER_HOME": str(home),
            "HEADWATER_CAPABILITIES": capabilities,
            "DJANGO_SETTINGS_MODULE": "headwater.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What an installation with no capability at all looks like from inside."""
    home = tmp_path_factory.mktemp("installation")
    made = _run(home, "-m", "headwater", "migrate", capabilities="")
    assert made.returncode == 0, made.stderr
    seen = _run(home, "-c", LOOK, capabilities="")
    assert seen.returncode == 0, seen.stderr
    return dict(json.loads(seen.stdout))


def test_a_capability_that_is_off_has_no_tables(alone: dict[str, Any]) -> None:
    assert not [table for table in alone["tables"] if table.startswith("inspection_")]
    assert "kernel_record" in alone["tables"]
    assert "headwater.inspection" not in alone["applications"]


def test_a_capability_that_is_off_has_no_addresses(alone: dict[str, Any]) -> None:
    assert alone["inspection"] == 404
    assert not [address for address in alone["addresses"] if "inspection" in address]


def test_the_desk_works_alone_and_does_not_speak_of_what_is_off(alone: dict[str, Any]) -> None:
    assert (alone["home"], alone["search"], alone["health"]) == (200, 200, "ok\n")
    assert "inspect" not in alone["text"].lower()


def test_an_unknown_capability_is_refused_with_a_sentence(tmp_path: Path) -> None:
    refused = _run(tmp_path, "-m", "headwater", "migrate", capabilities="inspection,divination")
    assert refused.returncode == 2
    assert "divination, which this version does not have" in refused.stderr
    assert "Traceback" not in refused.stderr
