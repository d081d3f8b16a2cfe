"""Rating against descriptors, blind until done, and settling judgements from the ratings."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from headwater.inspection.models import (
    CriterionAnswer,
    Evidence,
    Judgement,
    Rating,
    Round,
    Subject,
)
from headwater.inspection.rules import interests
from headwater.inspection.rules import judgements as rules
from headwater.kernel import audit, frameworks, handling, people

Support = rules.Support


@dataclass(frozen=True)
class Rung:
    """One stage of a framework with its descriptors."""

    stage: frameworks.Item
    criteria: tuple[frameworks.Item, ...]


def ladder(pack: frameworks.Pack) -> tuple[Rung, ...]:
    """The stages of a framework in their order, each with its descriptors, in one query."""
    items = pack.items.filter(kind__in=("stage", "criterion")).order_by("order", "id")
    below: dict[int | None, list[frameworks.Item]] = {}
    for item in items:
        below.setdefault(item.parent_id if item.kind == "criterion" else None, []).append(item)
    return tuple(Rung(stage, tuple(below.get(stage.pk, ()))) for stage in below.get(None, ()))


def steps(rungs: Sequence[Rung]) -> tuple[rules.Step, ...]:
    """The ladder as the rules take it: codes alone."""
    return tuple(
        rules.Step(rung.stage.code, tuple(item.code for item in rung.criteria)) for rung in rungs
    )


def is_second_due(round_: Round, subject: Subject, capability: frameworks.Item) -> bool:
    """Whether this was drawn for a second rating."""
    return (subject.pk, capability.pk) in second_ratings_due(round_)


def second_ratings_due(round_: Round) -> frozenset[tuple[int, int]]:
    """The pairs of subject and capability drawn for a second rating.

    For each capability the subjects are put in the order of the SHA-256 of
    ``round slug/capability code/subject code``, and the first are drawn: as many as the round's
    share of second ratings asks for, rounded up. Nobody chooses, and anybody can repeat the draw.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject_id, capability_id FROM hw.second_ratings_due(%s)", [round_.pk]
        )
        return frozenset((subject, capability) for subject, capability in cursor.fetchall())


def may_begin(
    round_: Round,
    subject: Subject,
    capability: frameworks.Item,
    *,
    place: str,
    by: people.Person,
) -> handling.Verdict:
    """Whether ``by`` may begin a rating, as far as what ``by`` can see tells."""
    allowed = _may_rate(round_, subject, by=by)
    if not allowed:
        return allowed
    if not frameworks.Item.objects.filter(pack=round_.framework_id, kind="stage").exists():
        return handling.no(rules.NO_STAGES)
    seen = list(Rating.objects.filter(subject=subject, capability=capability))
    return rules.may_begin(
        place=place,
        own_place=next((rating.place for rating in seen if rating.rater_id == by.pk), ""),
        is_second_due=is_second_due(round_, subject, capability),
        is_opened=any(rating.rater_id != by.pk for rating in seen),
    )


def begin(
    round_: Round,
    subject: Subject,
    capability: frameworks.Item,
    *,
    place: str,
    by: people.Person,
) -> Rating:
    """Begin the first or second rating of one capability of one subject.

    Nobody but the rater can see it until every rating that is due is done. Raises Refused with
    the sentence of :func:`rules.judgements.may_rate` or ``may_begin``.
    """
    if capability.kind != "capability" or capability.pack_id != round_.framework_id:
        raise handling.Refused("Choose a capability of the round's own framework.")
    if capability.is_historical:
        raise handling.Refused("This capability is kept for its history and is not rated.")
    handling.require(may_begin(round_, subject, capability, place=place, by=by))
    try:
        with transaction.atomic():
            return handling.create(
                Rating,
                title=f"{Rating.Place(place).label} rating of {subject}: {capability}"[:200],
                owner=round_.record.owner,
                label=handling.Label.intern(person=by),
                by=by,
                ends_on=round_.record.ends_on,
                round=round_,
                subject=subject,
                capability=capability,
                place=place,
                rater=by,
            )
    except IntegrityError as taken:
        raise handling.Refused(f"Another inspector is making the {place} rating.") from taken


def answer_criterion(
    rating: Rating,
    criterion: frameworks.Item,
    *,
    met: str,
    by: people.Person,
    note: str = "",
    cited: Sequence[Evidence] = (),
    version: int = 0,
) -> CriterionAnswer:
    """Say whether one descriptor is met, and cite the evidence for it.

    ``version`` is that of the answer when it was read, 0 when there was none. Raises Conflict with
    the latest answer when it changed since; nothing is then written.
    """
    _require_draft(rating, by=by)
    if criterion.kind != "criterion" or criterion.pack_id != rating.round.framework_id:
        raise handling.Refused("Choose a descriptor of the round's own framework.")
    if any(piece.subject_id != rating.subject_id for piece in cited):
        raise handling.Refused("Only evidence about the same body can be cited.")
    answer = _claimed(rating, criterion, version=version, met=met, note=note)
    answer.cited.set(cited)
    audit.note(
        "descriptor answered",
        rating,
        by=by,
        descriptor=criterion.code,
        met=met,
        cited=[piece.reference for piece in cited],
    )
    return answer


def _claimed(
    rating: Rating, criterion: frameworks.Item, *, version: int, met: str, note: str
) -> CriterionAnswer:
    answer, is_new = CriterionAnswer.objects.get_or_create(
        rating=rating,
        criterion=criterion,
        defaults={"label_id": rating.label_id, "met": met, "note": note},
    )
    if not is_new:
        handling.claim(answer, version=version)
        answer.met, answer.note = met, note
        answer.save(update_fields=["met", "note"])
    return answer


def supported_stage(rating: Rating) -> Support:
    """Which stage the met descriptors of a rating support, and what the next one lacks."""
    met = dict(rating.criteria.values_list("criterion__code", "met"))
    return rules.supported(steps(ladder(rating.round.framework)), met)


def may_finish(
    rating: Rating, *, stage: str, narrative: str, reason: str, by: people.Person
) -> handling.Verdict:
    """Whether a rating can be finished with this stage (its code), narrative and reason."""
    allowed = _may_rate(rating.round, rating.subject, by=by)
    if not allowed:
        return allowed
    answers = list(rating.criteria.select_related("criterion").prefetch_related("cited"))
    return rules.may_finish(
        steps(ladder(rating.round.framework)),
        {answer.criterion.code: answer.met for answer in answers},
        stage=stage,
        narrative=narrative,
        reason=reason,
        uncited_count=sum(
            1 for answer in answers if answer.met in rules.CLAIMED and not answer.cited.all()
        ),
    )


def finish(
    rating: Rating,
    *,
    stage: frameworks.Item,
    narrative: str,
    by: people.Person,
    reason: str = "",
) -> Rating:
    """Decide a stage; the rating is then kept as it stands.

    When every rating that is due is done, all of them are opened to the round's team at once;
    until then this one stays closed to everybody but its rater. A narrative is required, and a
    reason when the stage differs from the one that the descriptors support.
    """
    _require_draft(rating, by=by)
    if stage.kind != "stage" or stage.pack_id != rating.round.framework_id:
        raise handling.Refused("Choose one of the stages of the framework.")
    handling.require(
        may_finish(rating, stage=stage.code, narrative=narrative, reason=reason, by=by)
    )
    rating.stage, rating.narrative, rating.reason = stage, narrative, reason
    rating.done_at = timezone.now()
    rating.save(update_fields=["stage", "narrative", "reason", "done_at"])
    audit.note(
        "rating finished",
        rating,
        by=by,
        stage=stage.code,
        supported=supported_stage(rating).stage,
        reason=reason,
    )
    open_when_all_are_done(rating, by=by)
    return rating


def open_when_all_are_done(rating: Rating, *, by: people.Person) -> None:
    """Open the ratings to the team if every one that is due is done, as the database sees it.

    Asked at the end of each rating, and again by a rater when a second is no longer due. Of two
    who finish at the same moment one waits, or neither would see the other's done.
    """
    handling.hold(rating.subject)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT hw.release_ratings(%s, %s)", [rating.subject_id, rating.capability_id]
        )
        opened = cursor.fetchone()[0]
    if not opened:
        return
    rating.refresh_from_db(fields=["label"])
    rating.record.refresh_from_db(fields=["label"])
    for each in opened_ratings(rating.subject, rating.capability):
        audit.note("rating opened to the team", each, by=by, place=each.place)


def opened_ratings(subject: Subject, capability: frameworks.Item) -> list[Rating]:
    """The done ratings of one capability of one subject that are open to the team, first first."""
    return list(
        Rating.objects.filter(
            subject=subject, capability=capability, done_at__isnull=False, label__person=None
        )
        .select_related("record", "rater", "stage", "label")
        .order_by("place")
    )


def may_moderate(
    subject: Subject, capability: frameworks.Item | None, *, reason: str, by: people.Person
) -> handling.Verdict:
    """Whether ``by`` may settle the judgement of a capability (None: overall) of a subject."""
    round_ = subject.round
    return rules.may_settle(
        round_,
        by,
        is_member=_is_member(round_, by),
        interest=interests.conflict(by, subject.organisation, on=people.today()),
        opened_count=len(opened_ratings(subject, capability)) if capability else 1,
        is_second_due=capability is not None and is_second_due(round_, subject, capability),
        reason=reason,
    )


def moderate(
    subject: Subject,
    capability: frameworks.Item | None,
    *,
    stage: frameworks.Item,
    reason: str,
    by: people.Person,
    narrative: str = "",
    replacing: str | None = None,
) -> Judgement:
    """Settle the judgement of one capability of a subject, or its overall judgement.

    The reason is kept, also when the ratings agree. Without a narrative, that of the first opened
    rating with the settled stage stands. A judgement is never changed: a later one replaces it.
    ``replacing`` is the reference of the judgement that was read ("" for none); raises Conflict
    when another has been settled since.
    """
    handling.hold(subject)
    handling.require(may_moderate(subject, capability, reason=reason, by=by))
    if stage.kind != "stage" or stage.pack_id != subject.round.framework_id:
        raise handling.Refused("Choose one of the stages of the framework.")
    before = _current(subject, capability)
    if replacing is not None and replacing != (before.reference if before else ""):
        raise handling.Conflict(
            "Somebody else settled this judgement while you were moderating. Read it first.",
            latest=before,
        )
    ratings = opened_ratings(subject, capability) if capability else []
    agreed = next((each.narrative for each in ratings if each.stage_id == stage.pk), "")
    if not (text := narrative.strip() or agreed):
        raise handling.Refused("Write the narrative: no rating says why the body is at that stage.")
    if before is not None:
        before.is_current = False
        before.save(update_fields=["is_current"])
    made = Judgement.objects.create(
        label_id=subject.label_id,
        round_id=subject.round_id,
        subject=subject,
        capability=capability,
        stage=stage,
        narrative=text,
        reason=reason,
        settled_by=by.reader,
        replaces=before,
    )
    audit.note(
        "judgement settled",
        subject.round,
        by=by,
        subject=subject.code,
        capability=capability.code if capability else "overall",
        stage=stage.code,
        ratings={each.place: each.stage.code for each in ratings if each.stage},
        reason=reason,
        replaces=before.reference if before else "",
    )
    return made


def history(subject: Subject, capability: frameworks.Item | None) -> list[Judgement]:
    """The judgements of one capability of a subject (None: overall), the one that stands first."""
    return list(
        Judgement.objects.filter(subject=subject, capability=capability)
        .select_related("stage")
        .order_by("-is_current", "-settled_at", "-pk")
    )


def names_of(settled: Sequence[Judgement]) -> dict[str, str]:
    """Who settled the judgements, by the signed identity that each keeps."""
    keys = [each.settled_by.removeprefix("person:") for each in settled]
    known = people.Person.objects.filter(pk__in=[key for key in keys if key.isdigit()])
    return {person.reader: person.name for person in known}


def fetch(reference: str, *, by: handling.Reader) -> Rating:
    """One rating with its round, body and stage; NotSeen when ``by`` may not see it."""
    related = (
        "subject__organisation",
        "round__record",
        "round__framework",
        "capability",
        "stage",
        "rater",
    )
    return handling.fetch(Rating, reference, by=by, related=related)


def _current(subject: Subject, capability: frameworks.Item | None) -> Judgement | None:
    found = Judgement.objects.filter(subject=subject, capability=capability, is_current=True)
    return found.first()


def _may_rate(round_: Round, subject: Subject, *, by: people.Person) -> handling.Verdict:
    return rules.may_rate(
        round_,
        by,
        is_member=_is_member(round_, by),
        interest=interests.conflict(by, subject.organisation, on=people.today()),
    )


def _is_member(round_: Round, person: people.Person) -> bool:
    return people.TeamMember.objects.on().filter(team=round_.team_id, person=person).exists()


def _require_draft(rating: Rating, *, by: people.Person) -> None:
    if rating.rater_id != by.pk:
        raise handling.Refused("Only the inspector who began a rating can write it.")
    if rating.done_at is not None:
        raise handling.Refused("This rating is done and is kept as it stands.")
    handling.require(_may_rate(rating.round, rating.subject, by=by))
