"""The house of a test run: a home of its own and one embedded server, before Django is set up."""

import os
import shutil
import tempfile
from typing import Any

import pytest

OWN = "HEADWATER_TEST_HOME" not in os.environ
if OWN:
    os.environ["HEADWATER_TEST_HOME"] = tempfile.mkdtemp(prefix="headwater-test-")
os.environ["HEADWATER_HOME"] = os.environ["HEADWATER_TEST_HOME"]
os.environ["HEADWATER_DEMO"] = "1"

_clusters: list[Any] = []


def pytest_configure(config: pytest.Config) -> None:
    """Start the server, unless the parent of this worker did."""
    if OWN:
        from headwater import postgres

        _clusters.append(postgres.prepare(os.environ))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what this run started and leave nothing behind."""
    for cluster in _clusters:
        cluster.stop()
    if OWN:
        shutil.rmtree(os.environ["HEADWATER_TEST_HOME"], ignore_errors=True)
