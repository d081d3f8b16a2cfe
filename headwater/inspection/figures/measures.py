"""The registry of measures: what each figure is, in words that are printed beside it.

A definition never changes once an edition rests on it: a new meaning or another rounding gets a
new version (and a new rounding its own name), so that an old edition prints as it did.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from headwater.inspection.arithmetic import rounding


class UnknownFigure(LookupError):
    """No such figure: the message is a sentence for whoever asked."""


def half_up_whole(numerator: int, denominator: int) -> int:
    """The share in whole percent, halves rounded up, reckoned in whole numbers throughout."""
    return rounding.half_up(numerator, of=denominator).digits


ROUNDINGS: Mapping[str, Callable[[int, int], int]] = {"half-up-whole": half_up_whole}

HALF_UP = "Whole percent of numerator over denominator; a half is rounded up"
COUNTED = "Not rounded: bodies are counted"
ASKED = (
    "Bodies of the cohort, on the day on which cohorts count in the round, of which the framework "
    "asks the finding"
)
JUDGED = "Bodies whose stage of the capability is settled in the round"
MISSING = "Counted among those asked; a body asked that has no answer counts as not recorded"
LEFT_OUT = "The body is left out of numerator and denominator"
NOT_ASKED = "Prints N/A for that cohort, and for all unless every cohort is asked"
NO_BEARING = "Has no bearing"


@dataclass(frozen=True, slots=True)
class Definition:
    """What a measure counts and how it is rounded; one version of it.

    ``rule`` names the rounding of a percentage and is empty for a count.
    """

    id: str
    version: int
    title: str
    population: str
    numerator: str
    rounding: str
    not_recorded: str = NO_BEARING
    not_applicable: str = NO_BEARING
    not_asked: str = NO_BEARING
    rule: str = ""

    @property
    def name(self) -> str:
        """The measure and its version, as printed beside figures."""
        return f"{self.id}@{self.version}"

    @property
    def is_percentage(self) -> bool:
        return bool(self.rule)

    def share(self, numerator: int, denominator: int) -> int:
        """The percentage under this definition's rounding rule."""
        return ROUNDINGS[self.rule](numerator, denominator)

    def as_json(self) -> dict[str, str | int]:
        """The definition as it is frozen and written out."""
        return asdict(self)


def _count(name: str, title: str, population: str, numerator: str) -> Definition:
    return Definition(name, 1, title, population, numerator, COUNTED)


def _share(name: str, title: str, population: str, numerator: str) -> Definition:
    return Definition(name, 1, title, population, numerator, HALF_UP, rule="half-up-whole")


def _finding(name: str, title: str, numerator: str, *, is_share: bool = False) -> Definition:
    return Definition(
        id=f"finding.{name}",
        version=1,
        title=title,
        population=ASKED,
        numerator=numerator,
        rounding=HALF_UP if is_share else COUNTED,
        not_recorded=MISSING,
        not_applicable=LEFT_OUT,
        not_asked=NOT_ASKED,
        rule="half-up-whole" if is_share else "",
    )


YES = "Those whose answer the scale counts as a yes"
NO = "Those whose answer the scale counts among those asked, and neither as a yes nor as missing"
FURTHER = "at the framework's second stage or further on"
FUNDED = "bodies of the framework's first cohort"
OTHERS = "bodies of its other cohorts"

COMPARISON_COLUMNS = (
    "funded_share_of_dev_adv",
    "funded_dev_adv_of_all",
    "nonfunded_dev_adv_of_all",
    "dev_adv_of_funded",
    "dev_adv_of_nonfunded",
)
"""Columns of the comparison in HMIC-2009 Appendix D, in the printed order."""

_ALL = (
    _finding("yes_pct", "Yes, in percent", YES, is_share=True),
    _finding("no_pct", "No, in percent", NO, is_share=True),
    _finding("yes", "Yes", YES),
    _finding("no", "No", NO),
    _finding("not_recorded", "Not recorded", "Those asked with neither a yes nor a no"),
    _finding("not_applicable", "Not applicable", "Those who said that it does not concern them"),
    _finding("asked", "Asked", "All of them but those to whom it does not apply"),
    _count("stage.bodies", "Bodies at the stage", JUDGED, "Those at the stage"),
    _share(
        "stage.pct",
        "Bodies at the stage, in percent",
        JUDGED,
        "Those at the stage; left empty when there are none",
    ),
    _share(
        "comparison.funded_share_of_dev_adv",
        "Share of bodies further on that are funded",
        f"Bodies {FURTHER}",
        f"Among them, {FUNDED}",
    ),
    _share(
        "comparison.funded_dev_adv_of_all",
        "Share of all bodies that are funded and further on",
        JUDGED,
        f"Of {FUNDED}, those {FURTHER}",
    ),
    _share(
        "comparison.nonfunded_dev_adv_of_all",
        "Share of all bodies that are not funded and further on",
        JUDGED,
        f"Of {OTHERS}, those {FURTHER}",
    ),
    _share(
        "comparison.dev_adv_of_funded",
        "Share of funded bodies that are further on",
        f"Judged {FUNDED}",
        f"Those {FURTHER}",
    ),
    _share(
        "comparison.dev_adv_of_nonfunded",
        "Share of non-funded bodies that are further on",
        f"Judged {OTHERS}",
        f"Those {FURTHER}",
    ),
    _count(
        "comparison.bodies",
        "Bodies in the comparison",
        JUDGED,
        "Those in the cohort and at the stages that the figure is for",
    ),
    _count(
        "round.subjects", "Bodies", "Bodies whose return the round asks for", "Those in the cohort"
    ),
    _count("round.answers", "Answers", ASKED, "Answers that are a yes or a no"),
    _count("round.judgements", "Judgements", JUDGED, "Stages settled, over all capabilities"),
)

MEASURES: Mapping[str, Definition] = {definition.id: definition for definition in _ALL}
"""Every measure in force, by its id."""
