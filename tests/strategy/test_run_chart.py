"""Run charts against published tables and examples, and what must hold for any row of measurements.

Sources:
- qicharts2 (J. Anhøj): vignette "Quality Improvement Charts", appendix "Critical values for longest run and number of
  crossings" for 10-100 useful observations, and its example of 24 values with a shift half way:
  https://cran.r-project.org/web/packages/qicharts2/vignettes/qicharts2.html
- NHSRplotthedots (NHS-R Community), tests/testthat/_snaps/ptd_spc_standard.md: mean and limits of 20 values, as they
  are, with one outlying value screened, and with it kept: https://github.com/nhs-r-community/NHSRplotthedots
- D. C. Montgomery, Introduction to Statistical Quality Control, individuals chart of the viscosity of aircraft primer
  paint (15 batches): mean 33.52, mean range 0.48, limits 32.24 and 34.80.
- NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2, flow rate of 10 batches: 50.81, 45.8159 and 55.8041:
  https://www.itl.nist.gov/div898/handbook/pmc/section3/pmc322.htm
"""

import math
import statistics
from fractions import Fraction
from itertools import groupby, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.run_chart import analyse, crossings_min, longest_run_max, xmr_limits

# The lower limit of crossings for 10, 11, … 100 useful observations, from the vignette's table.
CROSSINGS_MIN = """
    2 2 3 3 4 4 4 5 5 6 6 6 7 7 8 8 8 9 9 10 10 11 11 11 12 12 13 13 14 14 14 15 15 16 16 17 17 17 18 18 19 19 20 20
    21 21 21 22 22 23 23 24 24 25 25 25 26 26 27 27 28 28 29 29 29 30 30 31 31 32 32 33 33 34 34 34 35 35 36 36 37 37
    38 38 39 39 39 40 40 41 41
"""
# The upper limit of the longest run: from so many useful observations on it is so long.
LONGEST_RUN_MAX = {10: 6, 12: 7, 23: 8, 46: 9, 91: 10}
VISCOSITY = [33.75, 33.05, 34.00, 33.81, 33.46, 34.02, 33.68, 33.27, 33.49, 33.20, 33.62, 33.00, 33.54, 33.12, 33.84]
FLOW_RATE = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
# set.seed(123); rnorm(20) in R.
NHS = [
    *(-0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123),
    *(-0.68685285, -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272, -0.55584113, 1.78691314),
    *(0.49785048, -1.96661716, 0.70135590, -0.47279141),
]
# The weekly answers of the trial action shown to users: how many said yes, and out of how many.
YES = [31, 29, 33, 31, 32, 28, 30, 34, 30, 30, 32, 33, 29, 33, 34, 33, 36, 35, 37, 36, 38, 37]
ASKED = [47, 45, 46, 44, 46, 45, 45, 47, 46, 46, 45, 46, 45, 46, 46, 45, 46, 46, 45, 46, 46, 45]

numbers = st.lists(st.integers(-10_000, 10_000).map(float), min_size=1, max_size=120)


class TestPublishedLimits:
    @pytest.mark.parametrize(("useful", "limit"), list(enumerate(map(int, CROSSINGS_MIN.split()), start=10)))
    def test_fewest_crossings(self, useful: int, limit: int) -> None:
        assert crossings_min(useful) == limit

    @pytest.mark.parametrize("useful", range(10, 101))
    def test_longest_run(self, useful: int) -> None:
        assert longest_run_max(useful) == LONGEST_RUN_MAX[max(start for start in LONGEST_RUN_MAX if start <= useful)]

    def test_the_table_has_a_limit_for_each(self) -> None:
        assert len(CROSSINGS_MIN.split()) == 91

    @pytest.mark.parametrize(("useful", "run", "crossings"), [(0, 0, 0), (1, 3, 0), (2, 4, 0), (5, 5, 0), (6, 6, 1)])
    def test_few_points(self, useful: int, run: int, crossings: int) -> None:
        assert (longest_run_max(useful), crossings_min(useful)) == (run, crossings)

    @pytest.mark.parametrize("useful", [2, 3, 7, 24, 100, 333, 2000])
    def test_the_quantile_is_what_it_says(self, useful: int) -> None:
        found, trials = crossings_min(useful), useful - 1

        def at_most(k: int) -> Fraction:
            return Fraction(sum(math.comb(trials, j) for j in range(k + 1)), 2**trials)

        assert at_most(found) >= Fraction(1, 20)
        assert found == 0 or at_most(found - 1) < Fraction(1, 20)


class TestExamples:
    def test_a_shift_half_way_as_the_vignette_describes_it(self) -> None:
        """24 useful, longest run 13 against 8, 4 crossings against 8: a signal by both rules."""
        chart = analyse([-1, -1, -1, -1, -1, 2, -1, -1, -1, -1, 2, *[3] * 12, -2], centre="mean")
        assert (chart.useful, chart.longest_run, chart.longest_run_max) == (24, 13, 8)
        assert (chart.crossings, chart.crossings_min, chart.signal) == (4, 8, True)

    def test_rates_beside_a_frozen_median(self) -> None:
        chart = analyse(YES, denominators=ASKED, baseline=9)
        assert chart.centre == 30 / 45
        assert (chart.useful, chart.longest_run, chart.longest_run_max) == (21, 9, 7)
        assert (chart.crossings, chart.crossings_min) == (7, 6)
        assert (chart.has_long_run, chart.has_few_crossings, chart.signal, chart.enough) == (True, False, True, True)
        assert chart.last_long_run is not None
        assert (chart.last_long_run.first, chart.last_long_run.last, chart.last_long_run.side) == (13, 21, 1)

    def test_the_mean_of_rates_is_weighted(self) -> None:
        chart = analyse([1, 90], denominators=[2, 100], centre="mean")
        assert chart.points == (0.5, 0.9)
        assert chart.centre == 91 / 102

    def test_points_on_the_line_are_skipped(self) -> None:
        """They neither break a run nor lengthen it, and crossing over one counts once."""
        chart = analyse([5, 6, 5, 7, 5, 5, 4, 5, 3], baseline=1)
        assert chart.sides == (0, 1, 0, 1, 0, 0, -1, 0, -1)
        assert (chart.useful, chart.longest_run, chart.crossings) == (4, 2, 1)

    def test_a_line_of_equal_points_says_nothing(self) -> None:
        chart = analyse([0.1] * 15, centre="mean")
        assert (chart.useful, chart.longest_run, chart.crossings, chart.signal) == (0, 0, 0, False)

    @pytest.mark.parametrize(("count", "enough"), [(1, False), (11, False), (12, True), (40, True)])
    def test_twelve_are_enough(self, count: int, enough: bool) -> None:
        assert analyse([1, 2] * (count // 2) + [1] * (count % 2)).enough is enough

    def test_a_baseline_of_more_than_there_are_is_all_there_are(self) -> None:
        assert analyse([1, 2, 9], baseline=8) == analyse([1, 2, 9])

    @pytest.mark.parametrize(
        ("values", "denominators", "baseline"),
        [
            ([], None, None),
            ([1, 2], [1], None),
            ([1, 2], [1, 0], None),
            ([1, 2], [1, -3], None),
            ([1, math.nan], None, None),
            ([1, math.inf], None, None),
            ([1, 2], None, 0),
        ],
    )
    def test_what_cannot_be_judged_is_refused(
        self, values: list[float], denominators: list[float] | None, baseline: int | None
    ) -> None:
        with pytest.raises(ValueError, match=r"\w"):
            analyse(values, denominators=denominators, baseline=baseline)


class TestAnyRow:
    @given(numbers)
    def test_counts_agree_with_a_plain_count(self, values: list[float]) -> None:
        chart = analyse(values)
        line = statistics.median(values)
        signs = [value > line for value in values if value != line]
        assert chart.centre == line
        assert chart.useful == len(signs)
        assert chart.crossings == sum(one != other for one, other in pairwise(signs))
        assert chart.longest_run == max((len(list(group)) for _, group in groupby(signs)), default=0)

    @given(numbers, st.sampled_from([0.5, 2.0, 1024.0]), st.integers(-500, 500))
    def test_another_unit_changes_nothing(self, values: list[float], factor: float, moved: int) -> None:
        before, after = analyse(values), analyse([value * factor + moved for value in values])
        assert (before.sides, before.runs, before.signal) == (after.sides, after.runs, after.signal)

    @given(numbers)
    def test_upside_down_and_backwards_are_as_odd(self, values: list[float]) -> None:
        chart = analyse(values)
        for other in (analyse([-value for value in values]), analyse(values[::-1])):
            assert (other.longest_run, other.crossings, other.signal) == (
                chart.longest_run,
                chart.crossings,
                chart.signal,
            )

    @given(numbers, st.integers(1, 60))
    def test_a_frozen_line_is_not_moved_by_what_comes_later(self, values: list[float], baseline: int) -> None:
        chart = analyse(values, baseline=baseline)
        assert chart.centre == statistics.median(values[:baseline])
        assert analyse([*values, 1e9], baseline=min(baseline, len(values))).centre == chart.centre

    @given(numbers)
    def test_denominators_of_one_are_none(self, values: list[float]) -> None:
        assert analyse(values, denominators=[1.0] * len(values)) == analyse(values)

    @given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=1, max_size=60))
    def test_a_weighted_mean_lies_between_the_rates(self, pairs: list[tuple[int, int]]) -> None:
        chart = analyse([one for one, _ in pairs], denominators=[other for _, other in pairs], centre="mean")
        assert min(chart.points) <= chart.centre + 1e-9
        assert chart.centre - 1e-9 <= max(chart.points)


class TestIndividualsChart:
    def test_montgomerys_viscosity(self) -> None:
        limits = xmr_limits(VISCOSITY)
        found = (limits.centre, limits.mean_range, limits.lower, limits.upper)
        assert [round(value, 2) for value in found] == [33.52, 0.48, 32.24, 34.80]

    def test_nists_flow_rate(self) -> None:
        """NIST reckons with 3 / 1.128, which is 2.6596."""
        limits = xmr_limits(FLOW_RATE)
        assert round(limits.mean_range, 4) == 1.8778
        assert [limits.centre, limits.lower, limits.upper] == pytest.approx([50.81, 45.8159, 55.8041], abs=0.001)

    def test_nhs_plot_the_dots(self) -> None:
        limits = xmr_limits(NHS, screened=True)
        assert [limits.centre, limits.lower, limits.upper] == pytest.approx([0.1416238, -3.01138, 3.294627], rel=1e-6)

    def test_nhs_with_one_outlying_value(self) -> None:
        values = [*NHS[:14], 10.0, *NHS[15:]]
        screened, kept = xmr_limits(values, screened=True), xmr_limits(values)
        assert [screened.centre, screened.lower, screened.upper] == pytest.approx(
            [0.6694159, -2.383666, 3.722497], rel=1e-6
        )
        assert [kept.centre, kept.lower, kept.upper] == pytest.approx([0.6694159, -4.596625, 5.935457], rel=1e-6)

    def test_limits_come_from_the_baseline(self) -> None:
        assert xmr_limits([*FLOW_RATE, 99, 1], baseline=10) == xmr_limits(FLOW_RATE)

    @pytest.mark.parametrize("values", [[], [1], [1, math.nan]])
    def test_two_values_at_least(self, values: list[float]) -> None:
        with pytest.raises(ValueError, match=r"\w"):
            xmr_limits(values)

    @given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=60))
    def test_limits_lie_around_the_mean_and_screening_never_widens_them(self, values: list[int]) -> None:
        limits, screened = xmr_limits(values), xmr_limits(values, screened=True)
        assert limits.lower <= limits.centre <= limits.upper
        assert limits.upper - limits.centre == pytest.approx(2.66 * limits.mean_range)
        assert screened.mean_range <= limits.mean_range + 1e-9
