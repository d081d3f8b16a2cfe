"""Gathering evidence, saying what it bears on, and asking whether there is enough of it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from headwater.inspection.models import Answer, Evidence, EvidenceUse, Round, Subject
from headwater.inspection.rules import evidence as rules
from headwater.inspection.rules import interests
from headwater.kernel import audit, frameworks, handling, people

Corroboration = rules.Corroboration


def add(
    *,
    round: Round,
    subject: Subject,
    title: str,
    method: str,
    summary: str,
    source: str,
    speaks_of_date: datetime.date,
    by: people.Person,
    received_date: datetime.date | None = None,
    said_by_role: str = "",
    marking: str = "OFFICIAL",
    supplied_by_body: bool = False,
    request_code: str = "",
) -> Evidence:
    """Keep a piece of evidence about one subject of a round.

    The round's team sees it, and the subject's body too when it supplied it. What was said in an
    interview or a focus group is the team's alone. Raises Refused with the
    sentence of :func:`rules.evidence.may_gather`, ``may_supply`` or ``may_keep``. ``request_code``
    names the document request that it answers, if any.
    """
    handling.require(may_add(round, subject, by=by, supplied_by_body=supplied_by_body))
    if supplied_by_body and method in rules.SPOKEN:
        raise handling.Refused(
            "What is said in interviews and focus groups is written down by the inspectors."
        )
    received = received_date or people.today()
    _require_kept(method, said_by_role, speaks_of_date, received, marking)
    _require_requested(round, request_code)
    label = handling.Label.intern(
        marking=marking,
        organisation=subject.organisation if supplied_by_body else None,
        team=round.team,
    )
    made = handling.create(
        Evidence,
        title=title,
        owner=round.record.owner,
        label=label,
        by=by,
        ends_on=round.record.ends_on,
        round=round,
        subject=subject,
        method=method,
        summary=summary,
        source=source,
        said_by_role=said_by_role,
        speaks_of_date=speaks_of_date,
        received_date=received,
        request_code=request_code,
    )
    facts = {"subject": subject.code, "method": method, "request": request_code}
    audit.note("evidence received", made, by=by, **facts)
    return made


def requested(round_: Round) -> list[frameworks.Item]:
    """The documents that a round asks its bodies for, in the framework's order."""
    wanted = round_.framework.kept("document_request")
    return [request for request in wanted if not request.is_historical]


def _require_requested(round_: Round, code: str) -> None:
    if code and code not in {request.code for request in requested(round_)}:
        raise handling.Refused("No such document was asked for in this round.")


def answers_request(evidence: Evidence) -> frameworks.Item | None:
    """The document request that a piece of evidence answers, if any."""
    wanted = evidence.round.framework.kept("document_request")
    return next((each for each in wanted if each.code == evidence.request_code), None)


def may_add(
    round_: Round, subject: Subject, *, by: people.Person, supplied_by_body: bool
) -> handling.Verdict:
    """Whether ``by`` may add evidence about a subject, as its body or as an inspector."""
    if supplied_by_body and by.may("return.edit"):
        return rules.may_supply(round_, by, subject.organisation)
    return rules.may_gather(
        round_,
        by,
        is_member=people.TeamMember.objects.on().filter(team=round_.team_id, person=by).exists(),
        interest=interests.conflict(by, subject.organisation, on=people.today()),
    )


def may_change(evidence: Evidence, *, by: people.Person) -> handling.Verdict:
    """What a body supplied it may correct; everything else is the inspectors' to correct."""
    return may_add(
        evidence.round,
        evidence.subject,
        by=by,
        supplied_by_body=evidence.label.organisation_id is not None,
    )


def change(
    evidence: Evidence,
    *,
    title: str,
    method: str,
    summary: str,
    source: str,
    said_by_role: str,
    speaks_of_date: datetime.date,
    received_date: datetime.date,
    version: int,
    by: people.Person,
    request_code: str | None = None,
) -> None:
    """Correct a piece of evidence; its marking stays. Raises Conflict when it changed meanwhile.

    Without ``request_code`` the document request that it answers stays as it is.
    """
    handling.require(may_change(evidence, by=by))
    if method in rules.SPOKEN and evidence.label.organisation_id is not None:
        raise handling.Refused(
            "What the body supplied stays open to the body, so it cannot become an interview."
        )
    _require_kept(method, said_by_role, speaks_of_date, received_date, evidence.label.marking)
    code = evidence.request_code if request_code is None else request_code
    _require_requested(evidence.round, code)
    handling.claim(evidence.record, version=version)
    evidence.record.title = title
    evidence.record.save(update_fields=["title"])
    wanted = {
        "method": method,
        "summary": summary,
        "source": source,
        "said_by_role": said_by_role,
        "speaks_of_date": speaks_of_date,
        "received_date": received_date,
        "request_code": code,
    }
    changed = [name for name, value in wanted.items() if getattr(evidence, name) != value]
    for name in changed:
        setattr(evidence, name, wanted[name])
    if changed:
        evidence.save(update_fields=changed)
    audit.note("evidence changed", evidence, by=by, changed=changed)


def use(
    evidence: Evidence,
    finding: frameworks.Item,
    *,
    stance: str,
    by: people.Person,
    note: str = "",
) -> EvidenceUse:
    """Say that evidence supports or contradicts a finding; saying it again replaces what was said.

    The count of evidence beside the subject's answer follows by trigger.
    """
    handling.require(may_change(evidence, by=by))
    if finding.kind != "finding" or finding.pack_id != evidence.round.framework_id:
        raise handling.Refused("Evidence bears on a finding of the round's own framework.")
    made, _ = EvidenceUse.objects.update_or_create(
        evidence=evidence,
        finding=finding,
        defaults={"stance": stance, "note": note},
        create_defaults={"stance": stance, "note": note, "label_id": evidence.label_id},
    )
    audit.note("evidence used", evidence, by=by, finding=finding.code, stance=stance)
    return made


def withdraw(use_: EvidenceUse, *, reason: str, by: people.Person) -> None:
    """Take back that a piece of evidence bears on a finding; the trail keeps that it once did."""
    handling.require(may_change(use_.evidence, by=by))
    if not reason.strip():
        raise handling.Refused("Say why it no longer bears on the finding.")
    use_.delete()
    audit.note(
        "evidence use withdrawn",
        use_.evidence,
        by=by,
        finding=use_.finding.code,
        stance=use_.stance,
        reason=reason,
    )


def corroboration(subject: Subject, finding: frameworks.Item) -> Corroboration:
    """Whether the evidence that the reader may see is enough for a finding of a subject."""
    pieces = EvidenceUse.objects.filter(evidence__subject=subject, finding=finding)
    return rules.corroborated(
        finding.body.get("corroboration"), pieces.values_list("evidence__method", "stance")
    )


def corroborations(
    subject: Subject, findings: list[frameworks.Item]
) -> Mapping[int, Corroboration]:
    """The same for many findings at once, by the finding's key, in one query."""
    pieces: dict[int, list[tuple[str, str]]] = {finding.pk: [] for finding in findings}
    rows = EvidenceUse.objects.filter(evidence__subject=subject, finding__in=findings)
    for finding_id, method, stance in rows.values_list("finding_id", "evidence__method", "stance"):
        pieces[finding_id].append((method, stance))
    return {
        finding.pk: rules.corroborated(finding.body.get("corroboration"), pieces[finding.pk])
        for finding in findings
    }


@dataclass(frozen=True)
class Panel:
    """The evidence beside one answer: what supports it, what contradicts it, what is withheld."""

    supporting: tuple[EvidenceUse, ...]
    contradicting: tuple[EvidenceUse, ...]
    withheld_count: int
    corroboration: Corroboration


def panel(answer: Answer, finding: frameworks.Item, subject: Subject) -> Panel:
    """What to show beside an answer, in one query."""
    uses = list(
        EvidenceUse.objects.filter(evidence__subject=subject, finding=finding)
        .select_related("evidence__record", "evidence__label")
        .order_by("evidence__speaks_of_date", "evidence_id")
    )
    return Panel(
        supporting=tuple(use for use in uses if use.stance == rules.SUPPORTS),
        contradicting=tuple(use for use in uses if use.stance == rules.CONTRADICTS),
        withheld_count=max(answer.evidence_count - len(uses), 0),
        corroboration=rules.corroborated(
            finding.body.get("corroboration"), [(use.evidence.method, use.stance) for use in uses]
        ),
    )


def listed(
    round_: Round, *, to: handling.Reader, finding: str = "", stance: str = ""
) -> QuerySet[Evidence]:
    """The evidence of a round that ``to`` may see, with its counts; newest first.

    With a finding's code and a stance: only what bears on that finding in that way.
    """
    bearing = EvidenceUse.objects.filter(evidence=OuterRef("pk"))
    if finding:
        bearing = bearing.filter(finding__code=finding)
    if stance:
        bearing = bearing.filter(stance=stance)
    found = handling.visible(Evidence, to=to).filter(round=round_)
    if finding or stance:
        found = found.filter(Exists(bearing))
    return (
        found.select_related("record", "subject", "label")
        .annotate(
            supports_count=_uses(rules.SUPPORTS),
            contradicts_count=_uses(rules.CONTRADICTS),
            file_count=Count("attachments", distinct=True),
        )
        .order_by("-received_date", "-pk")
    )


def _uses(stance: str) -> Count:
    return Count("uses", filter=Q(uses__stance=stance), distinct=True)


def fetch(reference: str, *, by: handling.Reader) -> Evidence:
    """One piece of evidence with its round and body; NotSeen when ``by`` may not see it."""
    related = ("subject__organisation", "round__record", "round__framework", "round__team")
    return handling.fetch(Evidence, reference, by=by, related=related)


def _require_kept(
    method: str,
    said_by_role: str,
    speaks_of_date: datetime.date,
    received_date: datetime.date,
    marking: str,
) -> None:
    names = people.Person.objects.values_list("name", flat=True) if said_by_role else ()
    handling.require(
        rules.may_keep(
            method=method,
            said_by_role=said_by_role,
            speaks_of_date=speaks_of_date,
            received_date=received_date,
            marking=marking,
            names=names,
            today=people.today(),
        )
    )
