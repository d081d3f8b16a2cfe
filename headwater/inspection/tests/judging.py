"""A round in fieldwork over three invented forces, for the tests of evidence and judgement."""

import datetime
from dataclasses import dataclass
from typing import Any

from headwater.inspection.models import Evidence, Rating, Round, Subject
from headwater.inspection.services import evidence, judgements, rounds
from headwater.kernel import frameworks, handling, people

FORCES = ("ashdale", "brackenmoor", "calderwick")


@dataclass
class Fieldwork:
    """The round with its subjects, and short ways to the things in it."""

    world: Any
    round: Round

    def subject(self, code: str = "ashdale") -> Subject:
        return Subject.objects.select_related("round__record", "organisation").get(
            round=self.round, code=code
        )

    def item(self, kind: str, code: str) -> frameworks.Item:
        return self.round.framework.items.get(kind=kind, code=code)

    def capability(self, code: str = "assessing-vulnerability") -> frameworks.Item:
        return self.item("capability", code)

    def finding(self, code: str = "av-fsa") -> frameworks.Item:
        return self.item("finding", code)

    def stage(self, code: str) -> frameworks.Item:
        return self.item("stage", code)

    def piece(self, *, by: people.Person, subject: Subject | None = None, **words: Any) -> Evidence:
        """One document about Ashdale, or whatever is said otherwise."""
        told: dict[str, Any] = {
            "title": "Strategic assessment",
            "method": "document",
            "summary": "Names the risk and the partners.",
            "source": "Force planning unit",
            "speaks_of_date": people.today() - datetime.timedelta(days=40),
        }
        return evidence.add(
            round=self.round, subject=subject or self.subject(), by=by, **{**told, **words}
        )

    def rate(
        self,
        by: people.Person,
        *,
        place: str,
        stage: str,
        upto: str = "",
        subject: Subject | None = None,
        capability: frameworks.Item | None = None,
    ) -> Rating:
        """A whole rating: the descriptors of the stages up to ``upto`` are met, the rest are not."""
        about = subject or self.subject()
        rating = judgements.begin(
            self.round, about, capability or self.capability(), place=place, by=by
        )
        cited = self.piece(by=by, subject=about)
        rungs = judgements.ladder(self.round.framework)
        names = [rung.stage.code for rung in rungs]
        for number, rung in enumerate(rungs):
            is_met = number <= names.index(upto or stage)
            for criterion in rung.criteria:
                judgements.answer_criterion(
                    rating,
                    criterion,
                    met="met" if is_met else "not_met",
                    cited=[cited] if is_met else [],
                    by=by,
                )
        return judgements.finish(
            rating,
            stage=self.stage(stage),
            narrative=f"Seen in {about.name}.",
            reason="" if (upto or stage) == stage else "One gap weighs little here.",
            by=by,
        )


def fieldwork(world: Any, *, share: int = 100, is_reconstruction: bool = False) -> Fieldwork:
    """A round in fieldwork with three inspectors in its team."""
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        made = rounds.create(
            slug="test-round",
            framework=frameworks.pack("inspection-2009@1.0"),
            title="Test round",
            owner=world.body("inspectorate"),
            starts_on=people.today() - datetime.timedelta(days=60),
            by=lead,
            second_rating_share=share,
            is_reconstruction=is_reconstruction,
        )
        for code in ("second-inspector", "third-inspector"):
            rounds.add_member(made, world.person(code), by=lead)
        for force in FORCES:
            rounds.add_subject(
                made,
                code=force,
                name=force.title(),
                organisation=None if is_reconstruction else world.body(f"{force}-police"),
                cohort="priority",
                by=lead,
            )
        Round.objects.filter(pk=made.pk).update(phase=Round.Phase.FIELDWORK)
        made.phase = Round.Phase.FIELDWORK
    return Fieldwork(world, made)
