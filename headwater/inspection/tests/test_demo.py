"""The demonstration leaves something for each persona to do; the journeys walk through all of it."""

from headwater.inspection import work
from headwater.inspection.demo import present, thematic
from headwater.kernel import handling


def test_the_thematic_round_leaves_ratings_to_moderate(world):
    thematic.tell_round(tell=print)
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        assert "Judgements to moderate: 2" in [waiting.why for waiting in work.items(lead)]


def test_the_present_round_leaves_a_return_and_a_delegated_question(world):
    present.tell_round(tell=print)
    manager = world.person("delivery-manager")
    with handling.acting(manager):
        assert [waiting.why for waiting in work.items(manager)] == ["Being filled in"]
    commander = world.person("district-commander")
    with handling.acting(commander):
        assert any("A question for you" in waiting.why for waiting in work.items(commander))
