"""Databases for tests: one template for each run, copied in a moment for whoever needs one."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import psycopg
from django.db import connections
from psycopg import sql

TEMPLATE = "headwater"
DEMONSTRATION = "demonstration"


def template() -> str:
    """Migrate and people the template once; whichever worker comes first does it."""
    home = Path(os.environ["HEADWATER_HOME"])
    with (home / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = home / "template.done"
        if not done.exists():
            for command in (["migrate"], ["load-library"], ["load-cast"]):
                subprocess.run([sys.executable, "-m", "headwater", *command], check=True)
            done.touch()
    return TEMPLATE


def demonstration() -> str:
    """Tell the whole demonstration into a second template, once, in whichever worker asks first."""
    from headwater.commands import prepare

    home = Path(os.environ["HEADWATER_HOME"])
    with (home / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = home / "demonstration.done"
        if not done.exists():
            before = connections["default"].settings_dict["NAME"]
            use_copy(template(), DEMONSTRATION)
            prepare.load_demo()
            point_at(before)
            done.touch()
    return DEMONSTRATION


def use_copy(source: str, name: str) -> None:
    """Make a copy of a database and point both of Django's connections at it."""
    copy(source, name)
    point_at(name)


def point_at(name: str) -> None:
    """Let both of Django's connections open a database from now on."""
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def copy(source: str, name: str) -> None:
    """``name`` becomes a fresh copy of ``source``."""
    with administrator() as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
                sql.Identifier(name),
                sql.Identifier(source),
                sql.Identifier(connections["owner"].settings_dict["USER"]),
            )
        )


def administrator() -> psycopg.Connection[tuple[object, ...]]:
    """A connection that may make databases: the embedded server's superuser, by peer."""
    place = connections["owner"].settings_dict
    return psycopg.connect(
        host=place["HOST"], port=place["PORT"], user="postgres", dbname="postgres", autocommit=True
    )


def close() -> None:
    """Let go of the copies."""
    for alias in ("default", "owner"):
        connections[alias].close()
