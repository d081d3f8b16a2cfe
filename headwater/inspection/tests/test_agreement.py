import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.inspection import agreement
from headwater.inspection.agreement import Weights

# Two radiologists rate 85 xeromammograms as normal, benign, suspected or certain cancer: Altman,
# Practical Statistics for Medical Research, 1991; kappas as in the Stata manual, [R] kappa.
RADIOLOGISTS = [[21, 12, 0, 0], [4, 17, 1, 0], [3, 9, 15, 2], [0, 0, 0, 1]]

# Raters 2 and 3 of the data set `anxiety` in the R package irr, the five levels that they used;
# its kappa2 prints the kappas unweighted, with weights "equal" and with weights "squared".
ANXIETY = [[0, 0, 1, 0, 0], [4, 0, 1, 0, 0], [2, 3, 3, 0, 0], [0, 2, 0, 1, 1], [1, 0, 0, 1, 0]]

# A table of 19 cases for which SAS prints the simple kappa and the linearly weighted one; both
# stand in the tests of statsmodels.stats.inter_rater.
NINETEEN_CASES = [[0, 4, 1], [0, 8, 0], [0, 1, 5]]

# Cohen 1968, table 1: 200 cases as counts; he gives the unweighted kappa as .492.
DIAGNOSES = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]


@pytest.mark.parametrize(
    ("table", "weights", "kappa", "decimals"),
    [
        (RADIOLOGISTS, Weights.UNWEIGHTED, 0.4728, 4),
        (RADIOLOGISTS, Weights.QUADRATIC, 0.6714, 4),
        (ANXIETY, Weights.UNWEIGHTED, -0.006289308, 9),
        (ANXIETY, Weights.LINEAR, 0.1459075, 7),
        (ANXIETY, Weights.QUADRATIC, 0.2520325, 7),
        (NINETEEN_CASES, Weights.UNWEIGHTED, 0.4842, 4),
        (NINETEEN_CASES, Weights.LINEAR, 0.4701, 4),
        (DIAGNOSES, Weights.UNWEIGHTED, 0.492, 3),
    ],
)
def test_kappa_equals_the_textbook(
    table: list[list[int]], weights: Weights, kappa: float, decimals: int
) -> None:
    found = agreement.kappa(table, weights=weights)
    assert found.kappa is not None
    assert round(found.kappa, decimals) == kappa
    assert found.why_undefined == ""


def test_agreement_seen_and_expected_by_chance_are_weighted_shares() -> None:
    found = agreement.kappa(RADIOLOGISTS, weights=Weights.QUADRATIC)
    assert found.rated_count == 85
    assert found.observed == pytest.approx(0.9477, abs=5e-5)
    assert found.expected == pytest.approx(0.8409, abs=5e-5)


def test_ratings_are_counted_by_both_inspectors_in_the_order_of_the_categories() -> None:
    ratings = [("low", "low"), ("low", "high"), ("high", "high"), ("low", "high")]
    assert agreement.cross_table(ratings, categories=["low", "high"]) == [[1, 2], [0, 1]]


def test_a_rating_outside_the_categories_is_refused() -> None:
    with pytest.raises(agreement.RatingError, match="“middling” is not one of the ratings"):
        agreement.cross_table([("low", "middling")], categories=["low", "high"])


@pytest.mark.parametrize("weights", list(Weights))
def test_kappa_is_undefined_without_ratings(weights: Weights) -> None:
    found = agreement.kappa([[0, 0], [0, 0]], weights=weights)
    assert (found.rated_count, found.observed, found.kappa) == (0, None, None)
    assert found.why_undefined == agreement.NOTHING_RATED


@pytest.mark.parametrize("weights", list(Weights))
def test_kappa_is_undefined_when_nobody_varies(weights: Weights) -> None:
    found = agreement.kappa([[0, 0, 0], [0, 7, 0], [0, 0, 0]], weights=weights)
    assert (found.observed, found.expected, found.kappa) == (1.0, 1.0, None)
    assert found.why_undefined == agreement.NO_VARIATION


def test_kappa_is_zero_when_only_one_inspector_varies() -> None:
    found = agreement.kappa([[3, 4], [0, 0]], weights=Weights.UNWEIGHTED)
    assert found.kappa == 0


@pytest.mark.parametrize("table", [[], [[5]], [[1, 2], [3]], [[1, 2, 3], [4, 5, 6]]])
def test_a_table_that_is_not_square_is_refused(table: list[list[int]]) -> None:
    with pytest.raises(agreement.RatingError, match="square table"):
        agreement.kappa(table, weights=Weights.LINEAR)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(agreement.RatingError, match="negative"):
        agreement.kappa([[1, -1], [0, 2]], weights=Weights.LINEAR)


counts = st.integers(0, 30)


@given(st.lists(st.lists(counts, min_size=2, max_size=2), min_size=2, max_size=2))
def test_weights_make_no_difference_between_two_categories(table: list[list[int]]) -> None:
    assert len({agreement.kappa(table, weights=weights) for weights in Weights}) == 1


@given(st.lists(st.lists(counts, min_size=4, max_size=4), min_size=4, max_size=4))
def test_kappa_does_not_depend_on_who_is_first(table: list[list[int]]) -> None:
    turned = [list(column) for column in zip(*table, strict=True)]
    for weights in Weights:
        found = agreement.kappa(table, weights=weights)
        assert agreement.kappa(turned, weights=weights) == found
        assert found.kappa is None or found.kappa <= 1
