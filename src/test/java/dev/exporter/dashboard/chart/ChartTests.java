package dev.exporter.dashboard.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.exporter.plan.KeyRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChartTests {
    private static final Instant BEGUN = Instant.parse("2026-03-04T12:00:00Z");

    private static HeightMap.Cell cell(long first, Mark mark) {
        return new HeightMap.Cell(new KeyRange(first, first + 999), mark);
    }

    @Test
    void aHeightMapHasACellForEachPartitionAndBlocksOfAHundred() {
        List<HeightMap.Cell> cells = new ArrayList<>();
        for (int i = 0; i < 130; i++) {
            if (i != 7) {
                cells.add(cell(i * 1000L, i < 100 ? Mark.DONE : Mark.PENDING));
            }
        }

        HeightMap map = HeightMap.of(new KeyRange(0, 129_999), 1000, cells, HeightMap.Others.NONE);

        assertThat(map.isOneEach()).isTrue();
        assertThat(map.summary()).isEqualTo("99 completed, 30 waiting");
        assertThat(map.blocks())
                .extracting(HeightMap.Block::label, HeightMap.Block::marks)
                .containsExactly(tuple("0", "d".repeat(7) + "e" + "d".repeat(92)), tuple("100,000", "p".repeat(30)));
        assertThat(map.blocks().get(0).height()).isEqualTo(4 * HeightMap.PITCH - 2);
    }

    @Test
    void partitionsThatAreNotBegunWaitUntilItIsKnownThatTheyHaveNoRows() {
        HeightMap map = HeightMap.of(
                new KeyRange(0, 2999), 1000, List.of(cell(1000, Mark.DONE)), new HeightMap.Others(Mark.PENDING, 2));

        assertThat(map.blocks()).extracting(HeightMap.Block::marks).containsExactly("pdp");
        assertThat(map.summary()).isEqualTo("1 completed, 2 waiting");
    }

    @Test
    void aFailedCellIsCrossedSoThatColourAloneDoesNotTell() {
        HeightMap map = HeightMap.of(
                new KeyRange(0, 1999),
                1000,
                List.of(cell(0, Mark.DONE), cell(1000, Mark.FAILED)),
                HeightMap.Others.NONE);

        assertThat(map.blocks().get(0).layers())
                .containsExactly(
                        new Layer("m-done", "M0 0h9v9H0z"),
                        new Layer("m-failed", "M11 0h9v9H11z"),
                        new Layer("m-cross", "M13 2l5 5m-5 0l5 -5"));
    }

    @Test
    void wherePartitionsAreTooManyACellShowsTheWorstOfSeveral() {
        List<HeightMap.Cell> cells = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            cells.add(new HeightMap.Cell(new KeyRange(i * 10L, i * 10L + 9), i == 12_346 ? Mark.FAILED : Mark.DONE));
        }

        HeightMap map = HeightMap.of(new KeyRange(0, 199_999), 10, cells, HeightMap.Others.NONE);

        assertThat(map.isOneEach()).isFalse();
        assertThat(map.keysPerCell()).isEqualTo(50);
        String marks = String.join(
                "", map.blocks().stream().map(HeightMap.Block::marks).toList());
        assertThat(marks).hasSize(4000);
        assertThat(marks.indexOf('f')).isEqualTo(123_460 / 50);
        assertThat(marks.chars().filter(mark -> mark == 'f')).hasSize(1);
    }

    @Test
    void aRateReachesTheTopOfARoundScale() {
        RateChart chart = RateChart.of(List.of(0.0, 45_000.0, 90_000.0), Duration.ofSeconds(10), "rows");

        assertThat(chart.steps()).extracting(RateChart.Tick::label).containsExactly("100 k", "50 k", "0");
        assertThat(chart.line()).isEqualTo("M0 160L500 88L1000 16");
        assertThat(chart.summary()).isEqualTo("rows a second over 30 s: highest 90,000, last 90,000");
        assertThat(chart.tips()).endsWith("|20 s – 30 s: 90,000 rows/s");
    }

    @Test
    void stragglersStandOutAndAreListedLongestFirst() {
        List<Timeline.Work> work = List.of(
                work(0, 1, 0, 10, false),
                work(1, 1, 10, 20, false),
                work(2, 2, 0, 40, true),
                work(3, 1, 20, 80, true),
                work(4, 2, 40, 50, false));

        Timeline timeline = Timeline.of(work, BEGUN, BEGUN.plusSeconds(100));

        assertThat(timeline.stragglers())
                .extracting(Timeline.Straggler::name, Timeline.Straggler::time, Timeline.Straggler::timesMedian)
                .containsExactly(tuple("3000-3999", "1 min", "6"), tuple("2000-2999", "40 s", "4"));
        assertThat(timeline.lanes()).extracting(Timeline.Lane::worker).containsExactly(1, 2);
        assertThat(timeline.lanes().get(1).layers())
                .containsExactly(
                        new Layer("m-slow", "M0 0h399v18H0z"), new Layer("m-done", "M0 3h399v12H0zM400 3h99v12H400z"));
    }

    private static Timeline.Work work(int number, int worker, int from, int to, boolean straggler) {
        return new Timeline.Work(
                new KeyRange(number * 1000L, number * 1000L + 999),
                Mark.DONE,
                worker,
                BEGUN.plusSeconds(from),
                BEGUN.plusSeconds(to),
                straggler);
    }

    @Test
    void outcomesThatWentWellStandAboveTheLineAndOthersHangBelow() {
        OutcomeBars bars = OutcomeBars.of(List.of(
                new OutcomeBars.Outcome(1, Mark.DONE, Duration.ofSeconds(99), "one"),
                new OutcomeBars.Outcome(2, Mark.FAILED, Duration.ofSeconds(9), "two")));

        assertThat(bars.bars())
                .extracting(OutcomeBars.Bar::style, OutcomeBars.Bar::y, OutcomeBars.Bar::height)
                .containsExactly(tuple("m-done", "1", "38"), tuple("m-failed", "41", "11"));
    }

    @Test
    void sharesFillTheWholeBarWithWhatIsLeftLast() {
        SharesBar bar = SharesBar.of(Map.of(Mark.PENDING, 50L, Mark.DONE, 25L, Mark.RUNNING, 25L));

        assertThat(bar.parts())
                .extracting(SharesBar.Part::mark, SharesBar.Part::x, SharesBar.Part::width)
                .containsExactly(
                        tuple(Mark.DONE, "0", "250"),
                        tuple(Mark.RUNNING, "250", "250"),
                        tuple(Mark.PENDING, "500", "500"));
    }

    @Test
    void stepsAreRoundAndFew() {
        assertThat(Ticks.step(90_000, 4)).isEqualTo(50_000);
        assertThat(Ticks.step(1, 4)).isEqualTo(1);
        assertThat(Ticks.step(Duration.ofMinutes(97), 6)).isEqualTo(Duration.ofMinutes(30));
        assertThat(Ticks.step(Duration.ofDays(30), 6)).isEqualTo(Duration.ofDays(6));
    }
}
