"""What must be said beside a reconstructed round, and what may never be published from one.

In a reconstruction the answers of anonymous subjects were drawn by lot so that they add up to
published totals (``headwater/library/reconstruction``). Totals by finding and cohort are therefore
the published ones; anything about one subject, or about two findings of a subject together, is an
accident of the lot.
"""

from headwater.inspection.models import Round
from headwater.kernel import handling

NOTE = (
    "Reconstructed, no force's real answer: the answers behind the published totals were drawn "
    "by lot, so anything shown for one subject, or for two findings together, is an accident."
)


def note_for(round_: Round) -> str:
    """The warning for anything per subject or joint: empty unless the round is reconstructed."""
    return NOTE if round_.is_reconstruction else ""


def may_publish_per_subject(round_: Round) -> handling.Verdict:
    """Tables with a line for each subject, and joint figures, are published of real rounds only."""
    if round_.is_reconstruction:
        return handling.no(
            "This round is a reconstruction: totals by finding and cohort can be published, "
            "nothing about a single subject can."
        )
    return handling.YES
