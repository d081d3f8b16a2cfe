"""`backup FILE` and `restore FILE`: a whole installation in one file, and back."""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from headwater import console, postgres
from headwater.kernel import audit, handling


def register(subparsers: Any) -> None:
    """Add the two subcommands."""
    backup = subparsers.add_parser(
        "backup", help="write database, files, secrets and the trail's head to one file"
    )
    backup.add_argument("file", type=Path)
    backup.set_defaults(run=run_backup)
    restore = subparsers.add_parser("restore", help="put a backup in this installation's place")
    restore.add_argument("file", type=Path)
    restore.add_argument("--replace", action="store_true", help="even if there is one already")
    restore.set_defaults(run=run_restore)


def run_backup(arguments: argparse.Namespace) -> int:
    """Seal the trail, then write everything; prints the trail's head for an outside anchor."""
    file: Path = arguments.file.absolute()
    if not file.parent.is_dir():
        console.tell(f"There is no folder {file.parent}.")
        return console.WRONG_USE
    if file.is_dir():
        console.tell(f"{file} is a folder. Name the file that is to be written.")
        return console.WRONG_USE
    with handling.acting(handling.System("backup")):
        audit.seal()
        head = audit.head()
    size = postgres.backup.write(os.environ, file, trail_head=head, tell=console.tell)
    console.tell(f"{file} holds the installation in {size:,} bytes; guard it like its secrets")
    print(f"head {head}")  # noqa: T201
    return console.DONE


def run_restore(arguments: argparse.Namespace) -> int:
    """Restore, then bring the tables up to this version; prints when the backup was made."""
    file: Path = arguments.file.absolute()
    if not file.is_file():
        console.tell(f"There is no file {file}.")
        return console.WRONG_USE
    facts = postgres.restore.read(os.environ, file, replace=arguments.replace, tell=console.tell)
    # In a process of its own, which reads the secrets that were just put in place.
    migrated = subprocess.run(
        [sys.executable, "-m", "headwater", "migrate"], stdout=sys.stderr, check=False
    )
    print(f"made-at {facts['made_at']}")  # noqa: T201
    print(f"head {facts['trail_head']}")  # noqa: T201
    return migrated.returncode
