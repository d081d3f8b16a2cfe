"""Signing: two people put their names to the text and data as they stand."""

from typing import Any

from headwater.inspection.documents import content as contents_of
from headwater.inspection.models import Report, Signature
from headwater.inspection.rules import reports as rules
from headwater.inspection.services.reports import checking, contents
from headwater.kernel import audit, handling, people


def sign(report: Report, *, by: people.Person) -> Signature:
    """Sign the report as it stands: text, data, definitions and framework, under one digest.

    Whatever changes afterwards gives another digest, for which the signature does not count.
    """
    frozen = contents.content(report.round, report)
    faults = checking.check(report, frozen=frozen)
    digest = contents_of.digest(frozen)
    has_signed = report.signatures.filter(person=by, digest=digest).exists()
    handling.require(rules.may_sign(by, faults=faults, has_signed=has_signed))
    made = Signature.objects.create(
        label_id=report.label_id, report=report, person=by, digest=digest
    )
    audit.note("report signed", report, by=by, digest=digest)
    return made


def signers(report: Report, *, frozen: dict[str, Any]) -> list[people.Person]:
    """Who signed exactly this content, in the order of signing."""
    found = report.signatures.filter(digest=contents_of.digest(frozen)).select_related("person")
    return [signature.person for signature in found.order_by("signed_at", "pk")]
