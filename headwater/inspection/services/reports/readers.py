"""Critical readers: they read a copy of the draft by link and comment, and each comment is resolved."""

import datetime
from collections.abc import Mapping, Sequence

from django.utils import timezone

from headwater.inspection.models import Chapter, ReaderComment, ReadingCopy, Report
from headwater.inspection.rules import reports as rules
from headwater.inspection.services.reports import contents
from headwater.kernel import audit, handling, people

ACT = "read-critically"


def send_to_readers(
    report: Report,
    *,
    posts: Sequence[people.Post],
    expires_at: datetime.datetime,
    by: people.Person,
) -> dict[people.Post, str]:
    """Keep a copy of the draft as it is and make a link to it for each post; return the tokens.

    A link opens that copy and takes the reader's comments once.
    """
    handling.require(rules.may_edit(by))
    if not posts:
        raise handling.Refused("Choose at least one critical reader.")
    copy = ReadingCopy.objects.create(
        label_id=report.label_id, report=report, frozen=contents.content(report.round, report)
    )
    return {
        post: handling.issue_link(
            report, act=ACT, post=post, by=by, expires_at=expires_at, copy=copy.pk
        )
        for post in posts
    }


def reading_copy(link: handling.Link) -> ReadingCopy:
    """The copy that a link opens. Raises NotSeen when the reader is not the link's holder."""
    found = ReadingCopy.objects.select_related("report__record").filter(pk=link.target.get("copy"))
    copy = found.first()
    if copy is None:
        raise handling.NotSeen(link.reference)
    return copy


def comment(
    report: Report,
    chapter: Chapter | None = None,
    *,
    text: str,
    made_by: str,
    by: audit.Actor,
) -> ReaderComment:
    """Keep a critical reader's comment on a chapter, or on the report as a whole."""
    if not text.strip():
        raise handling.Refused("Write the comment before you send it.")
    made = ReaderComment.objects.create(
        label_id=report.label_id,
        report=report,
        chapter=chapter,
        text=text.strip(),
        made_by=made_by,
    )
    audit.note("report commented on", report, by=by, comment=made.reference, made_by=made_by)
    return made


def comment_by_link(holder: handling.LinkHolder, texts: Mapping[str, str]) -> int:
    """Take a link holder's comments, by chapter reference (empty: the whole report), and spend it.

    Returns how many there were: none means that the reader has nothing to change.
    """
    copy = reading_copy(holder.link)
    chapters = {chapter.reference: chapter for chapter in copy.report.chapters.all()}
    handling.spend_link(holder.link)
    written = [(name, text) for name, text in texts.items() if text.strip()]
    for name, text in written:
        made_by = str(holder.link.post)
        comment(copy.report, chapters.get(name), text=text, made_by=made_by, by=holder)
    audit.note("draft read critically", copy.report, by=holder, comments=len(written))
    return len(written)


def resolve_comment(comment_: ReaderComment, *, resolution: str, by: people.Person) -> None:
    """Say what was done about a comment; once."""
    handling.require(rules.may_edit(by))
    handling.hold(comment_, "resolved_at")
    if comment_.resolved_at is not None:
        raise handling.Refused("This comment has been resolved already.")
    if not resolution.strip():
        raise handling.Refused("Say what was done about the comment, or why nothing was.")
    comment_.resolution, comment_.resolved_by = resolution.strip(), by.reader
    comment_.resolved_at = timezone.now()
    comment_.save(update_fields=["resolution", "resolved_by", "resolved_at"])
    audit.note("comment resolved", comment_.report, by=by, comment=comment_.reference)
