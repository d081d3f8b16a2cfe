"""`worker`: does background work and seals the trail; any number may run beside each other."""

import argparse
import logging
import threading
from typing import Any

from django.db import Error, connection
from django.tasks import TaskResultStatus
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from headwater import console
from headwater.kernel import audit, handling

SEAL_EVERY = 20
"""Seconds between seals; the trail is never more than 60 behind, with time to spare for work."""
_LOOK_EVERY = 0.5
_log = logging.getLogger("headwater.worker")


def register(subparsers: Any) -> None:
    """Add the subcommand."""
    worker = subparsers.add_parser("worker", help="do background work and seal the trail")
    worker.set_defaults(run=run, is_long=True)


def run(arguments: argparse.Namespace) -> int:
    """Work until told to end by SIGTERM or Ctrl-C; the task in hand is finished first."""
    _take_up_again()
    over = threading.Event()
    sealer = threading.Thread(target=_keep_sealing, args=[over], name="sealer", daemon=True)
    sealer.start()
    worker = Worker(
        queue_names=["*"],
        interval=_LOOK_EVERY,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    # Its own words on being told to end are for a terminal that it does not have.
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    worker.configure_signals()
    console.tell("the worker is at work")
    try:
        worker.run()
    finally:
        over.set()
        sealer.join(timeout=10)
    return console.DONE


def _take_up_again() -> None:
    """Put the tasks that a killed worker had in hand back into the queue.

    Every worker holds a share of one lock for as long as it lives, so a worker that gets the whole
    lock at its start knows that it is alone and that nobody else has those tasks in hand.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('headwater worker'))")
        (is_alone,) = cursor.fetchone()
        cursor.execute("SELECT pg_advisory_lock_shared(hashtext('headwater worker'))")
        if not is_alone:
            return
        held = DBTaskResult.objects.running().update(status=TaskResultStatus.READY)
        cursor.execute("SELECT pg_advisory_unlock(hashtext('headwater worker'))")
    if held:
        console.tell(f"{held} unfinished tasks of a killed worker will be done again")


def _keep_sealing(over: threading.Event) -> None:
    """Seal every few seconds, on a connection of its own, until the worker ends."""
    purpose = handling.System("seal")
    while not over.wait(SEAL_EVERY):
        try:
            with handling.acting(purpose):
                audit.seal()
        except Error:
            # The database may be on its way back up; the next round seals what this one could not.
            _log.exception("The trail was not sealed this time.")
        finally:
            connection.close_if_unusable_or_obsolete()
    connection.close()
