"""Which evidence is kept, and when there is enough of it: rules as tables."""

import datetime

import pytest

from headwater.inspection.rules import evidence as rules

TODAY = datetime.date(2026, 5, 20)
GOOD = {
    "method": "document",
    "said_by_role": "",
    "speaks_of_date": datetime.date(2026, 3, 1),
    "received_date": datetime.date(2026, 5, 2),
    "marking": "OFFICIAL",
    "names": ["Priya Venn"],
    "today": TODAY,
}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, ""),
        ({"marking": "OFFICIAL-SENSITIVE"}, ""),
        ({"marking": "SECRET"}, "Material marked SECRET cannot be held here."),
        ({"marking": ""}, "Material marked with nothing cannot be held here."),
        ({"received_date": datetime.date(2026, 5, 21)}, "is still to come."),
        ({"speaks_of_date": datetime.date(2026, 5, 3)}, "It speaks of a day after it arrived."),
        ({"method": "interview"}, "Say by role who spoke, such as district commander."),
        ({"method": "focus_group", "said_by_role": "Neighbourhood sergeants"}, ""),
        (
            {"method": "interview", "said_by_role": "PRIYA VENN, delivery manager"},
            "by role, such as district commander, never by name.",
        ),
    ],
)
def test_evidence_is_complete_and_names_a_role_and_never_a_person(changed, sentence):
    verdict = rules.may_keep(**{**GOOD, **changed})
    assert verdict.allowed == (not sentence)
    assert sentence in verdict.sentence


EVERY = ["document", "return", "interview", "focus_group", "observation"]
TWO = {"rule": "Two methods", "minimum_methods": 2, "methods": EVERY, "must_include": []}
PAPER = {
    "rule": "Paper and more",
    "minimum_methods": 2,
    "methods": EVERY,
    "must_include": ["document"],
}
SEEN = {"rule": "Seen", "minimum_methods": 1, "methods": ["observation"], "must_include": []}
DOC, ASK, ALSO = ("document", "supports"), ("interview", "supports"), ("interview", "supports")
AGAINST = ("observation", "contradicts")


@pytest.mark.parametrize(
    ("rule", "pieces", "is_met", "sentence"),
    [
        (None, [], True, rules.NO_RULE),
        (TWO, [], False, "Not corroborated yet: it needs support by 2 different methods."),
        (
            TWO,
            [DOC],
            False,
            "Not corroborated yet: it needs one more method, such as return, interview, focus group"
            " or observation.",
        ),
        (TWO, [ASK, ALSO], False, "Not corroborated yet: it needs one more method, such as"),
        (TWO, [DOC, ASK], True, "Corroborated: document and interview agree."),
        (PAPER, [ASK], False, "Not corroborated yet: it needs a document."),
        (PAPER, [DOC, ASK], True, "Corroborated: document and interview agree."),
        (SEEN, [DOC], False, "Not corroborated yet: it needs support by one method"),
        (TWO, [DOC, AGAINST], False, "1 piece contradicts it."),
        (
            TWO,
            [DOC, ASK, AGAINST, AGAINST],
            True,
            "Corroborated: document and interview agree. 2 pieces contradict it.",
        ),
    ],
)
def test_corroboration_counts_different_methods_by_the_rule_of_the_finding(
    rule, pieces, is_met, sentence
):
    found = rules.corroborated(rule, pieces)
    assert found.is_met is is_met
    assert sentence in found.sentence
