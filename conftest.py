"""One server, one migrated and peopled database for the whole run; each test rolls back."""

import os
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session")
def template_database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database that is migrated and holds the library and the cast."""
    from tests import databases

    return databases.template()


@pytest.fixture(scope="session")
def django_db_setup(template_database: str, django_db_blocker: Any) -> Iterator[None]:
    """A copy of the template for this worker; the web role reads it, the owner made it."""
    from tests import databases

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock():
        databases.use_copy(template_database, f"test_{worker}")
        yield
        databases.close()


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The whole demonstration, in a database that the tests of one module share."""
    from tests import databases

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock():
        databases.use_copy(databases.demonstration(), f"demonstration_{worker}")
        yield
        databases.point_at(f"test_{worker}")


@pytest.fixture
def committed_world(
    template_database: str, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Any]:
    """The cast in a database of its own, where what one connection commits another sees."""
    from headwater.desk import cast
    from tests import databases

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock():
        databases.use_copy(template_database, f"committed_{worker}")
        yield cast.World()
        databases.point_at(f"test_{worker}")


@pytest.fixture
def world(db: None) -> Any:
    """The cast: people, bodies and areas of the invented nation, by name."""
    from headwater.desk import cast

    return cast.World()
