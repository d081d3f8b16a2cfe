"""What stands beside the editor: the kinds of references, and one for everything that can be named."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from headwater.inspection.documents import numbers, references
from headwater.inspection.documents.content import Content


@dataclass(frozen=True)
class Pick:
    """A thing that can be referred to, and the references that print it."""

    title: str
    references: Sequence[str]


@dataclass(frozen=True)
class Shelf:
    """Picks that belong together, such as the findings of one capability."""

    title: str
    picks: Sequence[Pick]


def kinds() -> list[references.Kind]:
    """Every kind of reference with what it gives and an example."""
    return list(references.KINDS.values())


def typed(text: str) -> list[numbers.Found]:
    """Numbers typed by hand in a chapter's text."""
    return numbers.scan(text)


def picks(raw: dict[str, Any]) -> list[Shelf]:
    """References to copy, for this round."""
    content = Content(raw)
    cohorts = [*content.titles("cohort"), "all"]
    printed = {row.finding_id for row in content.taken.findings.rows}
    shelves = [
        Shelf(
            capability["title"],
            [
                Pick("Tables and charts", _of_capability(content, capability["code"])),
                *(
                    Pick(
                        item["title"],
                        [
                            f"{{{{ percent finding={item['code']} cohort={cohort} answer=yes }}}}"
                            for cohort in cohorts
                        ],
                    )
                    for item in content.items("finding")
                    if item["parent"] == capability["code"] and item["code"] in printed
                ),
            ],
        )
        for capability in content.items("capability")
    ]
    return [*shelves, _others(content)]


def _of_capability(content: Content, code: str) -> list[str]:
    found = [f"{{{{ table capability={code} }}}}", f"{{{{ chart capability={code} }}}}"]
    if content.titles("stage"):
        found += [
            f"{{{{ stages capability={code} }}}}",
            f"{{{{ chart of=stages capability={code} }}}}",
        ]
    return found


def _others(content: Content) -> Shelf:
    whole = ["{{ bodies }}"]
    if content.titles("stage"):
        whole += ["{{ stages }}", "{{ chart of=stages }}", "{{ comparison }}"]
        whole += [] if content.is_reconstruction else ["{{ judgements }}"]
    return Shelf(
        "The whole round",
        [
            Pick("Tables and charts", whole),
            *(
                Pick(each["text"], [f"{{{{ recommendation number={each['number']} }}}}"])
                for each in content.raw["recommendations"]
            ),
            *(
                Pick(each["title"], [f"{{{{ practice {each['id']} }}}}"])
                for each in content.raw["practice"]
            ),
            *(
                Pick(each["source"], [f"{{{{ cited {each['text']} }}}}"])
                for each in content.raw["cited_facts"]
            ),
        ],
    )


TITLES = {
    "phase": "The round",
    "text": "Text and references",
    "number": "Numbers typed by hand",
    "figures": "Figures that must agree",
    "guidance": "Guidance",
    "accuracy": "Factual accuracy",
    "readers": "Critical readers",
    "signature": "Signatures",
}


@dataclass(frozen=True)
class Group:
    """Faults of one kind; none means that this part is done."""

    kind: str
    title: str
    faults: Sequence[Any]

    @property
    def is_done(self) -> bool:
        """Whether nothing here stops publication."""
        return all(fault.is_warning for fault in self.faults)


def grouped(faults: Sequence[Any]) -> list[Group]:
    """Every part of the readiness list with its faults, in the order of the work."""
    return [
        Group(kind, title, [fault for fault in faults if fault.kind == kind])
        for kind, title in TITLES.items()
    ]
