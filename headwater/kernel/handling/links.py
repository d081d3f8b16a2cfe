"""Links for partners without accounts: one post, one act, once, until a day.

Only the SHA-256 of a token is kept. Opening a link makes its holder the reader of the
transaction: the database then shows what is published and what stands under the label of the
record for which the link was issued, and nothing else.
"""

import datetime
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.functions import TransactionNow
from django.utils import timezone

from headwater.kernel import audit, people
from headwater.kernel.handling import context, verdicts
from headwater.kernel.handling.records import Link


@dataclass(frozen=True)
class LinkHolder:
    """Whoever opened a link, known only by the post to which it was sent."""

    link: Link

    @property
    def reader(self) -> str:
        return f"link:{self.link.pk}"

    def __str__(self) -> str:
        return f"{self.link.post} (by link)"


def issue_link(
    record: audit.Subject,
    *,
    act: str,
    post: people.Post,
    by: context.Reader,
    expires_at: datetime.datetime,
    **target: Any,
) -> str:
    """Make a link for ``post`` that opens ``act`` on ``record`` once; return its token.

    The token is shown to the sender once and cannot be read again.
    """
    token = secrets.token_urlsafe(24)
    Link.objects.create(
        token_hash=_digest(token),
        act=act,
        record_reference=record.reference,
        label_id=record.label_id,
        target=target,
        post=post,
        issued_by=by.reader,
        expires_at=expires_at,
    )
    audit.note("link issued", record, by=by, act=act, post=str(post))
    return token


def link_for(token: str, *, act: str) -> Link:
    """The link behind a token.

    Raises :class:`~headwater.kernel.handling.verdicts.Refused` with the sentence when it is
    unknown, was used, was withdrawn or has expired.
    """
    link = Link.objects.select_related("post__organisation").filter(
        token_hash=_digest(token), act=act
    )
    found = link.first()
    if found is None:
        raise verdicts.Refused("This link is not one of ours. Check that it was copied whole.")
    if found.used_at is not None:
        raise verdicts.Refused(
            "This link has been used. It opens one act, once; ask the sender for a new one."
        )
    if found.withdrawn_at is not None:
        raise verdicts.Refused(
            "The sender withdrew this link. Ask the sender if it is still needed."
        )
    if found.expires_at <= timezone.now():
        raise verdicts.Refused("This link has expired. Ask the sender for a new one.")
    return found


def spend_link(link: Link) -> None:
    """Use the link up; raise Refused when somebody else used it in the meantime.

    Its holder still reads and writes until the end of this transaction, and never after.
    """
    if not Link.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=TransactionNow()):
        raise verdicts.Refused("This link has been used while the page was open.")
    audit.note("link used", link, by=LinkHolder(link), act=link.act, post=str(link.post))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
