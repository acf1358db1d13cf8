package dev.exporter.warehouse;

import static dev.exporter.warehouse.WarehouseFixture.TABLE;
import static dev.exporter.warehouse.WarehouseFixture.partition;
import static dev.exporter.warehouse.WarehouseFixture.recentRuns;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.KeyRange;
import dev.exporter.warehouse.table.ExistingTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several writers of one table, each with partitions of its own: no commit that was told as done may be missing. */
class ConcurrentCommitsIT {
    /** Of each writer; {@code faults/commits} asks for more. */
    private static final int COMMITS = Integer.getInteger("exporter.commits", 10);

    @TempDir
    Path directory;

    @Test
    void threeThreadsLoseNoCommit() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        List<Future<?>> writers = new ArrayList<>();
        for (int writer = 0; writer < 3; writer++) {
            int first = writer * COMMITS;
            writers.add(threads.submit(() -> {
                for (int number = first; number < first + COMMITS; number++) {
                    Writer.export(directory, number);
                }
                return first;
            }));
        }
        for (Future<?> writer : writers) {
            writer.get(5, TimeUnit.MINUTES);
        }
        threads.shutdown();

        assertThat(committed()).hasSize(3 * COMMITS);
        assertNothingElseWasLost(3 * COMMITS);
    }

    @Test
    void threeProcessesLoseNoCommit() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int writer = 0; writer < 3; writer++) {
            processes.add(start(writer * COMMITS));
        }
        List<String> acknowledged = new ArrayList<>();
        for (Process process : processes) {
            acknowledged.addAll(lines(process, COMMITS));
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isZero();
        }

        assertThat(acknowledged).hasSize(3 * COMMITS);
        assertThat(committed()).containsExactlyInAnyOrderElementsOf(acknowledged);
        assertNothingElseWasLost(3 * COMMITS);
    }

    @Test
    void aCommitThatWasAcknowledgedSurvivesTheDeathOfItsProcess() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        TreeSet<String> acknowledged = new TreeSet<>();
        for (int kill = 0; kill < 4; kill++) {
            Process process = start(kill * COMMITS);
            acknowledged.addAll(lines(process, 1 + random.nextInt(4)));
            // The next commit is under way; where it is hit is up to the machine.
            process.waitFor(random.nextInt(150), TimeUnit.MILLISECONDS);
            process.destroyForcibly();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
        Writer.export(directory, 4 * COMMITS);

        assertThat(committed()).as("seed %d", seed).containsAll(acknowledged);
        assertThat(directory.resolve("warehouse/blocks/metadata/version-hint.text"))
                .hasContent(Integer.toString(highestVersion()));
    }

    /** Runs and coverage are properties that every commit changes. */
    private void assertNothingElseWasLost(int commits) {
        ExistingTable table =
                new WarehouseFixture(directory).warehouse.table(TABLE).orElseThrow();
        assertThat(recentRuns(table)).hasSize(Math.min(commits, 200)); // of which a table keeps the last
        assertThat(table.exported()).containsExactly(new KeyRange(0, 10L * commits - 1));
    }

    private List<String> committed() throws Exception {
        return new WarehouseFixture(directory).titles();
    }

    private int highestVersion() throws Exception {
        return new WarehouseFixture(directory)
                .find("v\\d+.metadata.json").stream()
                        .mapToInt(file ->
                                Integer.parseInt(file.getFileName().toString().replaceAll("\\D", "")))
                        .max()
                        .orElseThrow();
    }

    private Process start(int first) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "-Dexporter.commits=" + COMMITS,
                        Writer.class.getName(),
                        directory.toString(),
                        Integer.toString(first))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The next lines that acknowledge commits; others are the log's. */
    private static List<String> lines(Process process, int count) throws IOException {
        List<String> lines = new ArrayList<>();
        BufferedReader reader = process.inputReader();
        while (lines.size() < count) {
            String line = reader.readLine();
            if (line == null) {
                throw new IllegalStateException("the writer ended after " + lines);
            }
            if (line.startsWith("committed ")) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** A process that exports {@link #COMMITS} partitions and prints the row of each once its commit is done. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            int first = Integer.parseInt(arguments[1]);
            for (int number = first; number < first + COMMITS; number++) {
                export(Path.of(arguments[0]), number);
                System.out.println("committed " + 10L * number);
            }
        }

        static void export(Path directory, int number) throws Exception {
            KeyRange bounds = partition(10L * number);
            new WarehouseFixture(directory).export(bounds, "committed", bounds.first());
        }
    }
}
