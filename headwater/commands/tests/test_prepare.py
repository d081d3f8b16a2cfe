"""What the library brings is there after `load-library`, in a demonstration or not."""

from headwater.commands import prepare
from headwater.kernel import audit, handling, people


def _changes() -> list[list[str]]:
    """The roles that each loading changed, oldest first."""
    with handling.acting(handling.System("verify")):
        events = audit.Event.objects.filter(name="roles loaded").order_by("id")
        return [event.detail.facts["roles"] for event in events.select_related("detail")]


def test_the_roles_of_the_library_come_with_it_and_a_change_is_noted(db: None) -> None:
    lead, before = people.Role.objects.filter(code="lead-inspector"), _changes()
    assert "lead-inspector" in before[0]
    lead.update(may=["people.manage"])
    prepare.load_library()
    assert "round.manage" in lead.get().may
    assert "people.manage" not in lead.get().may
    prepare.load_library()
    assert _changes() == [*before, ["lead-inspector"]]
