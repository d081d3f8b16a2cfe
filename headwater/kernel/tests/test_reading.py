"""What a reader of the transaction sees, and how the database refuses everything else."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from headwater.kernel import actions, audit, handling, people


@pytest.fixture
def action(world):
    by = world.person("delivery-manager")
    with handling.acting(by):
        label = handling.Label.intern(organisation=world.body("ashdale-police"))
        return actions.raise_for(
            _Source(label.pk),
            title="Name a delivery lead",
            owner_post=world.post("ashdale-delivery"),
            verifier_post=world.post("ashdale-assurance"),
            due_date=people.today() + datetime.timedelta(days=30),
            label=label,
            by=by,
        )


class _Source:
    kind = "gap"
    reference = "abcdefghjk"

    def __init__(self, label_id: int) -> None:
        self.label_id = label_id


def test_a_member_of_the_body_sees_its_record_and_a_stranger_does_not(world, action):
    with handling.acting(world.person("assurance-officer")):
        assert actions.Action.objects.count() == 1
    with handling.acting(world.person("brackenmoor-manager")):
        assert actions.Action.objects.count() == 0
        with pytest.raises(handling.NotSeen):
            handling.fetch(actions.Action, action.reference, by=world.person("brackenmoor-manager"))
    with handling.acting(handling.PUBLIC):
        assert handling.Record.objects.count() == 0


def test_a_statement_without_a_reader_is_refused(world, action):
    with pytest.raises(DatabaseError, match="No reader is named"), transaction.atomic():
        list(actions.Action.objects.all())


def test_a_forged_token_is_refused(world, action):
    forged = "SELECT set_config('headwater.token', 'purpose:seal~9999999999~00', true)"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(forged)
        with pytest.raises(DatabaseError, match="not ours"):
            list(actions.Action.objects.all())
        transaction.set_rollback(True)


def test_the_trail_cannot_be_written_in_anothers_name(world):
    with pytest.raises(DatabaseError), handling.acting(world.person("delivery-manager")):
        audit.note("return submitted", by=world.person("lead-inspector"))


def test_the_owner_cannot_verify_their_own_action(world, action):
    manager = world.person("delivery-manager")
    with handling.acting(manager):
        actions.finish(action, evidence="Order of 3 May", version=1, by=manager)
        with pytest.raises(handling.Refused, match=r"Only|cannot verify"):
            actions.verify(action, agrees=True, remark="", version=2, by=manager)
    officer = world.person("assurance-officer")
    with handling.acting(officer):
        actions.verify(action, agrees=True, remark="Seen", version=2, by=officer)
        assert actions.Action.objects.get().state == actions.Action.State.VERIFIED


def test_two_people_editing_one_record_do_not_overwrite_each_other(world, action):
    manager = world.person("delivery-manager")
    with handling.acting(manager):
        later = people.today() + datetime.timedelta(days=60)
        actions.move_due_date(action, to=later, reason="Recruiting", version=1, by=manager)
        with pytest.raises(handling.Conflict):
            actions.move_due_date(action, to=later, reason="Again", version=1, by=manager)


def test_the_trail_verifies_and_names_a_row_that_was_altered(world, action):
    verify = handling.System("verify")
    with handling.acting(verify):
        found = audit.verify()
        assert found.faults == ()
        assert found.row_count > 0
