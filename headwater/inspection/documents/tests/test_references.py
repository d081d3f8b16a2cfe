"""How references are spelt, and the sentence for each that is not one."""

import pytest

from headwater.inspection.documents import references


@pytest.mark.parametrize(
    ("raw", "name", "terms"),
    [
        (
            "{{ percent finding=av-fsa cohort=all answer=yes }}",
            "percent",
            {"finding": "av-fsa", "cohort": "all", "answer": "yes"},
        ),
        ("{{count finding=av-fsa}}", "count", {"finding": "av-fsa"}),
        (
            "{{ percent stage=developed capability=x }}",
            "percent",
            {"stage": "developed", "capability": "x"},
        ),
        ("{{ asked finding=av-fsa }}", "asked", {"finding": "av-fsa"}),
        ("{{ bodies }}", "bodies", {}),
        ("{{ bodies cohort=priority }}", "bodies", {"cohort": "priority"}),
        ("{{ cited £7,239,000 in 2008 }}", "cited", {"text": "£7,239,000 in 2008"}),
        ("{{ table capability=x }}", "table", {"capability": "x"}),
        ("{{ chart of=stages }}", "chart", {"of": "stages"}),
        ("{{ stages }}", "stages", {}),
        ("{{ comparison }}", "comparison", {}),
        ("{{ recommendation number=1 }}", "recommendation", {"number": "1"}),
        ("{{ recommendation 1 }}", "recommendation", {"number": "1"}),
        ("{{ practice abc }}", "practice", {"id": "abc"}),
    ],
)
def test_a_reference_is_read(raw: str, name: str, terms: dict[str, str]) -> None:
    read = references.read(raw)
    assert (read.kind.name, read.terms) == (name, terms)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("{{ }}", "is not a reference"),
        ("{{ 43 }}", "is not a reference"),
        ("{{ percentage finding=a }}", "It can begin with: percent, count"),
        ("{{ percent }}", "does not say what it is of. percent needs finding=… or stage=…"),
        ("{{ percent finding }}", "“finding” in “{{ percent finding }}” is not of the form"),
        ("{{ percent finding=a 43 }}", "“43” in"),
        ("{{ percent finding=a region=b }}", "“region” means nothing"),
        ("{{ percent stage=a }}", "does not say what it is of"),
        ("{{ percent finding=a stage=b capability=c }}", "does not say what it is of"),
        ("{{ table }}", "table needs capability=…"),
        ("{{ comparison capability=x }}", "“capability” means nothing"),
        ("{{ cited }}", "cited needs text=…"),
        ("{{ recommendation }}", "recommendation needs number=…"),
    ],
)
def test_what_is_no_reference_gets_its_sentence(raw: str, sentence: str) -> None:
    with pytest.raises(references.Unreadable, match=None) as refused:
        references.read(raw)
    assert sentence in str(refused.value)


def test_every_example_of_the_guide_can_be_read() -> None:
    for kind in references.KINDS.values():
        assert references.read(kind.example).kind is kind
