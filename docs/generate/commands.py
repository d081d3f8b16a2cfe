"""docs/reference/commands.md: the help of every subcommand of `headwater`."""

import argparse
import os
from collections.abc import Iterator

from headwater import __main__ as command

HEAD = """# Commands

Called as `uv run headwater ...` from a checkout, or `headwater ...` where it is installed. Data go
to stdout, progress and notes to stderr. Exit codes: 0 done, 1 a check found something, 2 wrong use
or input, 3 could not run.
"""


def page() -> str:
    """One section for each subcommand: what it does, then its usage at 100 columns."""
    os.environ["COLUMNS"] = "100"
    return "\n".join([HEAD, *_sections(command.command_parser(), "")])


def _sections(parser: argparse.ArgumentParser, does: str) -> Iterator[str]:
    children = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not children:
        about = does[:1].upper() + does[1:]
        yield f"## {parser.prog}\n\n{about}.\n\n```text\n{parser.format_help().rstrip()}\n```\n"
    for action in children:
        words = {choice.dest: choice.help or "" for choice in action._choices_actions}
        for name, child in action.choices.items():
            yield from _sections(child, words.get(name, ""))
