package dev.exporter.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.exporter.cli.options.Arguments;
import dev.exporter.cli.options.OptionParser;
import dev.exporter.cli.options.reading.RequestReader;
import dev.exporter.cli.options.settings.ExportSettings;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTests {
    private static final KeyRange FIRST = new KeyRange(0, 999);
    private static final KeyRange SECOND = new KeyRange(1000, 1999);
    private static final KeyRange THIRD = new KeyRange(2000, 2999);
    private static final KeyRange FOURTH = new KeyRange(3000, 3999);

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream to = new PrintStream(err, true, StandardCharsets.UTF_8);
    private final AtomicLong nanos = new AtomicLong();

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private List<String> lines() {
        return err.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void aLogTellsTheStartTheStagesAndWarningsAtOnce() {
        try (Progress log = new LogProgress(to, nanos::get)) {
            log.planned(plan(), false, 0, 0);
            log.warning("odd \"tag\"\nthere");
            log.stage("publish");
        }

        assertThat(lines().get(0))
                .startsWith("event=start run=01kahn5ze0erz8m0qf2t4x6c7d dataset=ario requested=0-latest range=0-3500"
                        + " aligned=0-3999 partitions=0/4 rows=0 bytes=0");
        assertThat(lines().get(1)).isEqualTo("event=warning message=\"odd \\\"tag\\\"\\nthere\"");
        assertThat(lines().get(2)).startsWith("event=stage stage=publish partitions=0/4");
    }

    @Test
    void aLogTellsPartitionsEveryTenSecondsAtMost() {
        try (Progress log = new LogProgress(to, nanos::get)) {
            log.planned(plan(), false, 0, 0);
            log.partitionDone(FIRST);
            pass(Duration.ofSeconds(9));
            log.partitionDone(SECOND);
            pass(Duration.ofSeconds(1));
            log.partitionDone(THIRD);
        }

        assertThat(lines()).hasSize(3);
        assertThat(lines().get(1)).startsWith("event=partition partition=0-999 partitions=1/4");
        assertThat(lines().get(2))
                .startsWith("event=partition partition=2000-2999 partitions=3/4")
                .endsWith("elapsed=10.0s remaining=4s");
    }

    @Test
    void whatRemainsIsReckonedWithoutWhatAnEarlierExecutionDid() {
        Tally tally = new Tally(nanos::get);
        tally.planned(plan(), false, 2, 0);
        assertThat(tally.standing().remaining()).isNegative();

        pass(Duration.ofSeconds(30));
        tally.partitionDone(THIRD);

        // One more partition, and a little to publish them.
        assertThat(tally.standing().remaining()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(40));
        assertThat(tally.standing().fraction()).isBetween(0.70, 0.75);
    }

    @Test
    void aWaveThatIsLoadedFirstIsReckonedByWhatIsLoadedAndWhatIsWritten() {
        Tally tally = new Tally(nanos::get);
        pass(Duration.ofSeconds(100)); // of planning, by which nothing can be told
        tally.planned(plan(scanning(1, FIRST, SECOND), scanning(2, THIRD, FOURTH)), false, 0, 0);
        pass(Duration.ofSeconds(100)); // of preparing, too
        tally.stage("read-blocks");
        pass(Duration.ofSeconds(4));
        tally.loading(100, 200);
        double halfLoaded = tally.standing().fraction();
        tally.loading(200, 200);

        // Loading takes 0.38 of a wave's time.
        assertThat(halfLoaded).isCloseTo(0.19 / 2, within(0.01));
        assertThat(tally.standing().fraction()).isCloseTo(0.38 / 2, within(0.01));
        assertThat(tally.standing().remaining()).isBetween(Duration.ofSeconds(16), Duration.ofSeconds(20));

        tally.partitionDone(FIRST);
        tally.partitionDone(SECOND);
        double firstWave = tally.standing().fraction();
        tally.loading(0, 200);

        assertThat(firstWave).isCloseTo(0.5, within(0.03));
        assertThat(tally.standing().fraction()).isEqualTo(firstWave);
    }

    @Test
    void whatAResumedWaveLoadsAgainIsNotTakenForDone() {
        Tally tally = new Tally(nanos::get);
        tally.planned(plan(scanning(1, FIRST, SECOND, THIRD, FOURTH)), false, 2, 0);
        pass(Duration.ofSeconds(19));
        tally.loading(200, 200);

        // 0.38 in 19 seconds; 0.31 are still to be written.
        assertThat(tally.standing().remaining()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(20));
    }

    @Test
    void aWaveOfWhichTheRestIsReadByIndexIsReckonedByItsPartitions() {
        Tally tally = new Tally(nanos::get);
        tally.planned(plan(scanning(1, FIRST, SECOND, THIRD, FOURTH)), false, 2, 0);
        tally.reading(THIRD, 1000);
        pass(Duration.ofSeconds(30));
        tally.partitionDone(THIRD);

        assertThat(tally.standing().remaining()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(40));
    }

    @Test
    void publishingAndCommittingAreTheLastOfTheWork() {
        Tally tally = new Tally(nanos::get);
        tally.planned(plan(RunPlan.Wave.byIndex(1, FIRST, List.of(FIRST))), false, 0, 0);
        tally.reading(FIRST, 10);
        pass(Duration.ofSeconds(20));
        tally.partitionDone(FIRST);
        tally.stage("publish");
        double publishing = tally.standing().fraction();
        tally.stage("commit");

        assertThat(publishing).isLessThan(1);
        assertThat(tally.standing().fraction()).isGreaterThan(publishing).isLessThan(1);
        assertThat(tally.standing().remaining()).isBetween(Duration.ofMillis(100), Duration.ofSeconds(2));
    }

    @Test
    void aTerminalShowsALineForEachPartitionUnderWayAndOneForAll() {
        LiveProgress live = new LiveProgress(to, nanos::get);
        live.planned(plan(), false, 0, 0);
        live.partitionDone(FIRST);
        live.reading(SECOND, 12_345);
        live.reading(THIRD, 1);
        live.sorted(THIRD, 2000);
        live.fileWritten(THIRD, "blocks", 1000, 5_000_000);
        pass(Duration.ofSeconds(10));
        err.reset();

        live.draw();

        // Redrawn over the one line that was there: up, clear, wrap off, lines, wrap on.
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("\r\u001b[1A\u001b[J\u001b[?7l"
                        + "  1000-1999  reading, 12,345 rows\n"
                        + "  2000-2999  writing, 1,000 of 2,000 rows\n"
                        + " 41 %  1 of 4 partitions, 1,000 rows (100/s), 5.0 MB, 10 s, 14 s left\n"
                        + "\u001b[?7h");
    }

    @Test
    void aTerminalSaysThatThePlanIsMadeBeforeThereIsOne() {
        new LiveProgress(to, nanos::get).draw();

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Checking the source and the warehouse, 0.0 s\n");
    }

    @Test
    void nothingIsEstimatedDuringTheFirstSeconds() {
        Tally tally = new Tally(nanos::get);
        tally.planned(plan(), false, 0, 0);
        pass(Duration.ofSeconds(2));
        tally.partitionDone(FIRST);

        assertThat(tally.standing().remaining()).isNegative();
    }

    @Test
    void aTerminalIsCleanAfterwardsAndMessagesStay() {
        LiveProgress live = new LiveProgress(to, nanos::get);
        live.planned(plan(), true, 2, 3);
        live.warning("odd");
        live.close();
        live.close();
        live.draw();

        String text = err.toString(StandardCharsets.UTF_8);
        assertThat(text)
                .contains("Resuming run 01kahn5ze0erz8m0qf2t4x6c7d: ario 0-3500, 2 partitions done and 3 files kept\n")
                .contains("warning: odd\n")
                .endsWith("\r\u001b[1A\u001b[J");
    }

    @Test
    void aDumbTerminalGetsPlainLines() {
        assertThat(Terminal.ofProcess(Map.of("TERM", "dumb")::get)).isEqualTo(Terminal.PLAIN);
    }

    private static RunPlan.Wave scanning(int number, KeyRange... partitions) {
        KeyRange range = new KeyRange(partitions[0].first(), partitions[partitions.length - 1].last());
        return new RunPlan.Wave(number, range, List.of(partitions), List.of("tags"));
    }

    private static RunPlan plan() {
        return plan(RunPlan.Wave.byIndex(1, new KeyRange(0, 3999), List.of(FIRST, SECOND, THIRD, FOURTH)));
    }

    private static RunPlan plan(RunPlan.Wave... waves) {
        Dataset dataset = DatasetReader.read("ario");
        Arguments range = Arguments.of(List.of("--startHeight", "0", "--endHeight", "latest"));
        ExportRequest request = RequestReader.read(
                dataset,
                "ario",
                new OptionParser(ExportSettings.of(dataset), OptionParser.Unknown.REFUSED).parse(range, name -> null));
        return new RunPlan(
                RunPlan.FORMAT_VERSION,
                new RunId("01kahn5ze0erz8m0qf2t4x6c7d"),
                Instant.EPOCH,
                "ario",
                1,
                "",
                "0-latest",
                new KeyRange(0, 3500),
                1000,
                Map.of(),
                request,
                List.of(),
                List.of(waves));
    }
}
