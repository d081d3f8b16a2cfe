"""The `headwater` command: `uv run headwater serve`, `... audit verify`, `... backup FILE`.

Every command first sees to the database (starts the embedded server or shares the one that is up)
and lets go of it at the end. Data go to stdout, notes to stderr. Exit codes: 0 done, 1 a check
found something, 2 wrong use or input, 3 could not run. With HEADWATER_TRACE=1 an error that nobody
foresaw shows where it came from.
"""

import argparse
import importlib
import importlib.util
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from contextlib import ExitStack
from types import FrameType, TracebackType
from typing import NoReturn

from headwater import console, postgres

_OWN = (
    "headwater.commands.serve",
    "headwater.commands.prepare",
    "headwater.commands.worker",
    "headwater.commands.trail",
    "headwater.commands.backup",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    outcome = _Outcome()
    with outcome:
        outcome.code = _run(given)
    return outcome.code


def _run(given: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headwater.settings")
    if given[:1] == ["demo"]:
        os.environ["HEADWATER_DEMO"] = "1"
    signal.signal(signal.SIGTERM, _as_interrupt)
    parsed = command_parser().parse_args(given)
    with ExitStack() as stack:
        if not parsed.is_long:
            stack.enter_context(console.StillWorking(" ".join(given[:2])))
        cluster = postgres.prepare(os.environ, is_restore=given[:1] == ["restore"])
        if cluster is not None:
            stack.callback(cluster.stop)
        code: int = parsed.run(parsed)
        return code


def _as_interrupt(number: int, frame: FrameType | None) -> NoReturn:
    """Take a request to end like Ctrl-C, so that everything opened is closed."""
    raise KeyboardInterrupt


def command_parser() -> argparse.ArgumentParser:
    """The parser of every subcommand of the house, the desk and the capabilities that are on."""
    import django

    django.setup()
    from django.conf import settings

    parser = argparse.ArgumentParser(prog="headwater", description=__doc__.partition("\n")[0])
    parser.set_defaults(is_long=False)
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    extensions = ["headwater.desk", *(f"headwater.{name}" for name in settings.CAPABILITIES)]
    for module in (*_OWN, *(f"{extension}.commands" for extension in extensions)):
        if importlib.util.find_spec(module) is not None:
            importlib.import_module(module).register(subparsers)
    return parser


class _Outcome:
    """The exit code, and the last place where an error becomes a sentence."""

    code = console.COULD_NOT_RUN

    def __enter__(self) -> None:
        """Nothing to open."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if isinstance(error, KeyboardInterrupt):
            console.tell("stopped before it was done")
            return True
        if not isinstance(error, Exception):
            return False
        if isinstance(error, _wrong_use()):
            self.code = console.WRONG_USE
            console.tell(str(error))
            return True
        console.tell(_sentence(error))
        if os.environ.get("HEADWATER_TRACE") == "1":
            traceback.print_exception(error)
        return True


def _wrong_use() -> tuple[type[Exception], ...]:
    """Errors that the person at the keyboard can put right by asking for something else."""
    from django.apps import apps

    if not apps.ready:
        return (ValueError,)
    from headwater.kernel import frameworks, handling

    return (
        handling.Refused,
        handling.Conflict,
        handling.NotSeen,
        frameworks.PackRefused,
        postgres.BackupRefused,
    )


def _sentence(error: Exception) -> str:
    from django.db import ProgrammingError
    from psycopg import errors

    if isinstance(error, postgres.DatabaseUnavailable | OSError):
        return str(error)
    missing = isinstance(error.__cause__, errors.UndefinedTable | errors.InvalidSchemaName)
    if isinstance(error, ProgrammingError) and missing:
        return "The database is not ready for this version. Run: headwater migrate"
    more = "" if os.environ.get("HEADWATER_TRACE") == "1" else " HEADWATER_TRACE=1 shows where."
    return f"It could not be done: {type(error).__name__}: {error}.{more}"


if __name__ == "__main__":
    sys.exit(main())
