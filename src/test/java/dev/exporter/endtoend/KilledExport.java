package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.fault.FaultPoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * One export of a small gateway in a folder of its own that is killed again and again, and each time goes on with the
 * same command line. Whatever it ended as is compared with the gateway.
 */
final class KilledExport {
    static final long FIRST = 1_500_000;
    static final long LAST = 1_500_599;
    private static final int SIGKILLED = 128 + 9;
    private static final Pattern SAID = Pattern.compile("^event=.* partitions=(\\d+/\\d+)", Pattern.MULTILINE);

    private final Path directory;
    private final GatewayRows source;
    private final List<String> options;
    private final Exporter whole;
    private OptionalInt checkpoints = OptionalInt.empty();
    /** Of the run under way; whoever goes on must know at least so many. */
    private int partitionsSaidToBeDone;

    /** @param more options each time */
    KilledExport(Path directory, GatewayRows source, List<String> more) {
        this(directory, source, more, new ExporterHere(directory));
    }

    /** @param whole runs what is not to be killed */
    KilledExport(Path directory, GatewayRows source, List<String> more, Exporter whole) {
        this.directory = directory;
        this.whole = whole;
        this.source = source;
        this.options = new ArrayList<>(source.gateway().options());
        options.addAll(List.of("--startHeight=" + FIRST, "--endHeight=" + LAST));
        options.addAll(List.of("--heightPartitionSize=100", "--maxFileRows=900", "--parallelism=2", "--resume"));
        options.addAll(more);
    }

    /** Of six partitions with some 30 files, layer 1 included. */
    static GatewayRows gateway(Path directory, long seed) throws Exception {
        return GatewayRows.of(SourceGateway.demo(directory, FIRST, (int) (LAST - FIRST + 1), 2500, seed), FIRST, LAST);
    }

    Path warehouse() {
        return directory.resolve("warehouse");
    }

    /**
     * Starts or continues the export, and kills it.
     *
     * @return whether it was killed; otherwise it had come to its end before
     */
    boolean killed(Kill kill) throws Exception {
        boolean resumesKnownRun = checkpoints.isPresent();
        ExporterJar.Ended ended = kill instanceof Kill.At at
                ? endedAt(at)
                : start().letWork(((Kill.AtRandom) kill).milliseconds()).kill();
        requireCheckpoints(ended, resumesKnownRun);
        if (ended.exitCode() == SIGKILLED) {
            noteCheckpoints(kill, ended);
            return true;
        }
        ended.requireExit(0);
        return false;
    }

    private ExporterJar.Ended endedAt(Kill.At kill) throws Exception {
        ExporterJar.Running running = start(kill.javaOption());
        if (running.says("event=fault")) {
            return running.letWork(kill.milliseconds()).kill();
        }
        // One that never ends by itself is killed as well, but that is no kill of ours.
        return running.ended().requireExit(0);
    }

    /** Continues the export to its end, and requires that nothing is lost, repeated or left behind. */
    ExporterJar.Ended finish() throws Exception {
        boolean resumesKnownRun = checkpoints.isPresent();
        ExporterJar.Ended ended = ended().requireExit(0);
        requireCheckpoints(ended, resumesKnownRun);
        ExportedTables tables = new ExportedTables(warehouse());
        source.requireSameIn(tables);
        tables.requireNothingElse();
        LeftBehind left = LeftBehind.by(directory);
        assertThat(left.files()).as("files that nothing refers to").isEmpty();
        left.requireEachCommitOnce(tables);
        return ended;
    }

    /** Starts or continues the export, and lets it come to its end, whatever that is. */
    ExporterJar.Ended ended() throws Exception {
        return whole.run(options);
    }

    /** What a test does to the surroundings of a process that waits at a boundary. */
    @FunctionalInterface
    interface Breakage {
        void happen(ExporterJar.Running running) throws Exception;
    }

    /** Starts or continues the export up to a boundary, breaks something there, and lets it go on to its end. */
    ExporterJar.Ended brokenAt(Kill.At boundary, Breakage breakage) throws Exception {
        ExporterJar.Running running = start(boundary.javaOption()).awaitLog("event=fault");
        breakage.happen(running);
        return running.letGoOn().ended();
    }

    private ExporterJar.Running start(String... javaOptions) throws Exception {
        return ExporterJar.launched(directory, javaOptions).start(options);
    }

    /** Of a run's first process that was killed after its n-th checkpoint, n files are known to be noted. */
    private void noteCheckpoints(Kill kill, ExporterJar.Ended ended) {
        boolean isFirst = ended.err().contains("event=start ");
        checkpoints = isFirst && kill instanceof Kill.At at && at.point() == FaultPoint.AFTER_CHECKPOINT
                ? OptionalInt.of(at.pass())
                : OptionalInt.empty();
    }

    private void requireCheckpoints(ExporterJar.Ended ended, boolean resumesKnownRun) {
        requirePartitions(ended);
        if (resumesKnownRun && ended.err().contains("event=resume ")) {
            assertThat(Integer.parseInt(ended.logged("resume", "filesKept")))
                    .as("files that were noted before the kill")
                    .isGreaterThanOrEqualTo(checkpoints.orElseThrow());
            checkpoints = OptionalInt.empty();
        }
    }

    /** However a process ended: a partition is said to be done when the job repository has it. */
    private void requirePartitions(ExporterJar.Ended ended) {
        if (ended.err().contains("event=resume ")) {
            assertThat(partitionsDone(ended.logged("resume", "partitions")))
                    .as("partitions that were done before")
                    .isGreaterThanOrEqualTo(partitionsSaidToBeDone);
        } else if (ended.err().contains("event=start ")) {
            partitionsSaidToBeDone = 0;
        }
        partitionsSaidToBeDone = SAID.matcher(ended.err())
                .results()
                .mapToInt(said -> partitionsDone(said.group(1)))
                .reduce(partitionsSaidToBeDone, Math::max);
    }

    /** {@code 3} of {@code 3/6}. */
    private static int partitionsDone(String text) {
        return Integer.parseInt(text.replaceFirst("/.*", ""));
    }
}
