"""Agreement of annotators on one text: per tag and overall, by character, by unit and by span."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.agreement import Labels, agreement

UNITS = [(0, 20), (22, 50), (52, 100)]

spans = st.tuples(st.integers(0, 80), st.integers(1, 20)).map(lambda pair: (pair[0], pair[0] + pair[1]))
labels = st.dictionaries(st.sampled_from(["claim", "place"]), st.lists(spans, min_size=1, max_size=4))


@given(st.lists(labels, min_size=2, max_size=4))
def test_every_figure_lies_in_its_range(people: list[Labels]) -> None:
    report = agreement({str(n): person for n, person in enumerate(people)}, 100, UNITS)
    for figures in [report.overall, *report.tags.values()]:
        shares = [figures.by_character.percent, figures.by_unit.percent, figures.spans.exact, figures.spans.relaxed]
        assert all(share is None or 0 <= share <= 1 for share in shares)
        chance_corrected = [
            getattr(scores, name)
            for scores in (figures.by_character, figures.by_unit)
            for name in ("kappa", "fleiss", "alpha")
        ]
        assert all(value is None or value <= 1 for value in [*chance_corrected, figures.alpha_u])


@given(labels, st.integers(2, 4))
def test_copies_of_one_persons_work_agree_fully(person: Labels, copies: int) -> None:
    report = agreement({str(n): person for n in range(copies)}, 100, UNITS)
    for figures in [report.overall, *report.tags.values()]:
        assert figures.by_character.percent == 1
        assert figures.by_character.alpha in (1, None)
        assert figures.alpha_u in (1, None)
        assert figures.spans.exact in (1, None)


@given(labels, labels)
def test_the_order_of_annotators_makes_no_difference(ours: Labels, theirs: Labels) -> None:
    one = agreement({"ana": ours, "bo": theirs}, 100, UNITS)
    other = agreement({"bo": theirs, "ana": ours}, 100, UNITS)
    assert one.overall.alpha_u == pytest.approx(other.overall.alpha_u)
    assert one.overall.by_character.alpha == pytest.approx(other.overall.by_character.alpha)


def test_by_character_counts_characters() -> None:
    report = agreement({"ana": {"claim": [(0, 50)]}, "bo": {"claim": [(25, 50)]}}, 100, UNITS)
    assert report.tags["claim"].by_character.percent == pytest.approx(0.75)


def test_by_unit_asks_whether_the_tag_touches_the_unit() -> None:
    report = agreement({"ana": {"claim": [(0, 5)]}, "bo": {"claim": [(10, 20), (60, 70)]}}, 100, UNITS)
    assert report.tags["claim"].by_unit.percent == pytest.approx(2 / 3)


def test_spans_are_compared_exactly_and_by_overlap() -> None:
    report = agreement({"ana": {"claim": [(0, 5), (30, 40)]}, "bo": {"claim": [(0, 5), (35, 45)]}}, 100, UNITS)
    assert report.overall.spans.exact == pytest.approx(0.5)
    assert report.overall.spans.relaxed == pytest.approx(1.0)


def test_a_tag_that_only_one_person_uses_lowers_the_overall_figures() -> None:
    report = agreement({"ana": {"claim": [(0, 50)], "place": [(60, 70)]}, "bo": {"claim": [(0, 50)]}}, 100, UNITS)
    assert report.tags["claim"].by_character.alpha == 1
    assert report.tags["place"].by_character.percent == pytest.approx(0.9)
    assert report.overall.by_character.percent == pytest.approx(0.9)


def test_the_alphas_for_unitizing_take_what_two_tags_have_in_common_as_a_value_of_its_own() -> None:
    both = {"claim": [(0, 50)], "place": [(40, 60)]}
    report = agreement({"ana": both, "bo": both}, 100, UNITS)
    assert report.overall.unitizing.cu_alpha == 1
    assert report.overall.unitizing.covered == pytest.approx(0.6)
    other = {"claim": [(0, 50)], "place": [(50, 60)]}
    report = agreement({"ana": both, "bo": other}, 100, UNITS)
    assert report.overall.unitizing.u_alpha_binary == 1
    assert report.tags["claim"].unitizing.u_alpha == 1
    assert report.tags["claim"].unitizing.ku_alpha == 1
    place = report.tags["place"].unitizing
    assert place.u_alpha is not None
    assert place.u_alpha < 1
    assert place.ku_alpha is not None
    assert place.ku_alpha < 1
    assert place.covered == 1


def test_an_empty_text_has_no_alphas() -> None:
    assert agreement({"ana": {}, "bo": {}}, 0, []).overall.unitizing.u_alpha is None


def test_one_annotator_has_nobody_to_agree_with() -> None:
    with pytest.raises(ValueError, match="two annotators"):
        agreement({"ana": {}}, 100, UNITS)
