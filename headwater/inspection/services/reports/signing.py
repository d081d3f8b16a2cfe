"""Signing: two people put their names to the text and data as they stand.

Where the inspectorate has one person only, a post outside it signs second, by link.
"""

import datetime
from typing import Any

from django.utils import timezone

from headwater.inspection.documents import content as contents_of
from headwater.inspection.models import ReadingCopy, Report, Signature
from headwater.inspection.rules import reports as rules
from headwater.inspection.services.reports import checking, contents, readers
from headwater.kernel import audit, handling, people

ACT = "sign-report"
LINK_DAYS = 14


def sign(report: Report, *, by: people.Person) -> Signature:
    """Sign the report as it stands: text, data, definitions and framework, under one digest.

    Whatever changes afterwards gives another digest, for which the signature does not count.
    """
    frozen = contents.content(report.round, report)
    faults = checking.check(report, frozen=frozen)
    digest = contents_of.digest(frozen)
    already = has_signed(signers(report, frozen=frozen), by)
    handling.require(rules.may_sign(by, faults=faults, has_signed=already))
    made = Signature.objects.create(
        label_id=report.label_id, report=report, person=by, digest=digest
    )
    audit.note("report signed", report, by=by, digest=digest)
    return made


def ask_to_sign(report: Report, *, post: people.Post, by: people.Person) -> str:
    """Make a link by which a post signs a copy of the report as it stands; return its token.

    The link opens for 14 days. The signature counts while the report stays as it was copied.
    """
    frozen = contents.content(report.round, report)
    faults = checking.check(report, frozen=frozen)
    handling.require(rules.may_ask_to_sign(by, faults=faults))
    holder = post.holder()
    if holder is not None and has_signed(signers(report, frozen=frozen), holder):
        raise handling.Refused(
            f"{holder.name} holds that post and has signed. Choose another post."
        )
    copy = ReadingCopy.objects.create(label_id=report.label_id, report=report, frozen=frozen)
    return handling.issue_link(
        report,
        act=ACT,
        post=post,
        by=by,
        expires_at=timezone.now() + datetime.timedelta(days=LINK_DAYS),
        copy=copy.pk,
    )


def sign_by_link(holder: handling.LinkHolder) -> Signature:
    """Sign the copy that a link opens, and use the link up."""
    copy, post = readers.reading_copy(holder.link), holder.link.post
    signed, person = signers(copy.report, frozen=copy.frozen), post.holder()
    if any(each.post_id == post.pk for each in signed) or (person and has_signed(signed, person)):
        raise handling.Refused(f"{post} has signed the report as it stands. Another person must.")
    made = Signature.objects.create(
        label_id=copy.label_id,
        report=copy.report,
        post=post,
        digest=contents_of.digest(copy.frozen),
    )
    audit.note("report signed", copy.report, by=holder, digest=made.digest)
    handling.spend_link(holder.link)
    return made


def signers(report: Report, *, frozen: dict[str, Any]) -> list[Signature]:
    """The signatures of exactly this content, in the order of signing."""
    found = report.signatures.filter(digest=contents_of.digest(frozen))
    return list(found.select_related("person", "post__organisation").order_by("signed_at", "pk"))


def has_signed(signed: list[Signature], person: people.Person) -> bool:
    """Whether a person is among those who signed, by name or for a post that they hold today."""
    return any(
        each.person_id == person.pk or (each.post is not None and each.post.holder() == person)
        for each in signed
    )
