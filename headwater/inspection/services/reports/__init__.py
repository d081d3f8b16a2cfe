"""Reports: written, checked, signed by two, published as editions, and built again later.

``content`` freezes what a report is made of; ``check`` says what stands between it and publication;
``publish`` and ``erratum`` keep it as an edition under a hash, and ``build`` and ``rebuild`` make
its files from that alone.
"""

from headwater.inspection.services.reports.accuracy import (
    comment_accuracy,
    find_check,
    invite_to_accuracy,
    reply_accuracy,
    send_for_accuracy,
)
from headwater.inspection.services.reports.checking import check
from headwater.inspection.services.reports.contents import content
from headwater.inspection.services.reports.editions import (
    build,
    erratum,
    find_edition,
    latest_edition,
    open_file,
    publish,
    published_editions,
    rebuild,
)
from headwater.inspection.services.reports.readers import (
    comment,
    reading_copy,
    resolve_comment,
    send_to_readers,
)
from headwater.inspection.services.reports.signing import (
    ask_to_sign,
    has_signed,
    sign,
    sign_by_link,
    signers,
)
from headwater.inspection.services.reports.writing import (
    add_chapter,
    cite,
    move_chapter,
    of_round,
    set_caveat,
    start,
    uncite,
    write_chapter,
)

__all__ = [
    "add_chapter",
    "ask_to_sign",
    "build",
    "check",
    "cite",
    "comment",
    "comment_accuracy",
    "content",
    "erratum",
    "find_check",
    "find_edition",
    "has_signed",
    "invite_to_accuracy",
    "latest_edition",
    "move_chapter",
    "of_round",
    "open_file",
    "publish",
    "published_editions",
    "reading_copy",
    "rebuild",
    "reply_accuracy",
    "resolve_comment",
    "send_for_accuracy",
    "send_to_readers",
    "set_caveat",
    "sign",
    "sign_by_link",
    "signers",
    "start",
    "uncite",
    "write_chapter",
]
