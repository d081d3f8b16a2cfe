"""The demonstration is told once, through the services, and stays as it was told."""

import io

from headwater.inspection import demo
from headwater.inspection.demo import past, present, thematic
from headwater.inspection.models import Judgement, Rating, Round
from headwater.kernel import handling


def test_last_years_round_is_told_to_its_end(world):
    past.tell_round(tell=io.StringIO().write)
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        round_ = Round.objects.get()
        assert Judgement.objects.filter(round=round_, is_current=True).count() == 8 * 6
        assert Rating.objects.filter(round=round_, place="second").exists()


def test_the_present_and_thematic_rounds_leave_something_to_do(world):
    thematic.tell_round(tell=io.StringIO().write)
    present.tell_round(tell=io.StringIO().write)
    with handling.acting(world.person("second-inspector")):
        assert Round.objects.count() == 2
    assert demo.__doc__
