"""What answers suggest about a minimum capability, as a table."""

import pytest

from headwater.inspection.rules import gaps


def behind(*answers: str) -> list[gaps.Behind]:
    counts = {
        "yes": "numerator",
        "no": "denominator",
        "not_recorded": "denominator",
        "not_applicable": "left_out",
        "": "",
    }
    return [
        gaps.Behind(code=str(n), question="", value=each, answer=each, counts_as=counts[each])
        for n, each in enumerate(answers)
    ]


@pytest.mark.parametrize(
    ("answers", "status", "why"),
    [
        (["yes", "yes"], "met", "2 of 2 findings behind it are met."),
        (["yes", "no"], "partly", "1 of 2 findings behind it are met."),
        (["no", "no"], "not_met", "0 of 2 findings behind it are met."),
        (["yes", "not_applicable"], "met", "1 of 1 findings behind it are met."),
        (
            ["yes", "not_recorded"],
            "not_known",
            "1 of 2 findings behind it are met and 1 is not recorded.",
        ),
        (
            ["yes", "no", "", "not_recorded"],
            "partly",
            "1 of 4 findings behind it are met and 2 are not recorded.",
        ),
        (["no", ""], "not_known", "0 of 2 findings behind it are met and 1 is not recorded."),
        (["", "not_recorded"], "not_known", "No question behind it is answered."),
        (["not_applicable"], "not_known", "No question behind it was put to this body."),
        ([], "not_known", "No question behind it was put to this body."),
    ],
)
def test_a_suggestion_is_what_every_possible_answer_would_leave(answers, status, why):
    found = gaps.suggest(behind(*answers))
    assert (found.status, found.why) == (status, why)


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ("not_met", "partly", "better"),
        ("met", "partly", "worse"),
        ("met", "met", "unchanged"),
        ("not_known", "met", "cannot tell"),
        ("not_known", "not_known", "unchanged"),
        ("", "met", "not compared"),
    ],
)
def test_a_trend_is_told_in_a_word(before, after, word):
    assert gaps.change(before, after) == word


@pytest.mark.parametrize(
    ("status", "reason", "sentence"),
    [
        ("met", "", "The answers suggest partly met. Say why you decide differently."),
        ("splendid", "x", "Choose met, partly met, not met or not known."),
        ("partly", "", ""),
        ("met", "A visit showed it.", ""),
    ],
)
def test_a_decision_that_differs_needs_its_reason(status, reason, sentence):
    suggested = gaps.Suggestion("partly", "")
    assert gaps.may_settle(suggested, status=status, reason=reason).sentence == sentence
