package dev.exporter.run.holder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ranges held by locks of the operating system, by this process and by others. */
class HoldersTests {
    private static final KeyRange RANGE = new KeyRange(0, 999);
    private static final KeyRange OVERLAPPING = new KeyRange(500, 1499);
    private static final KeyRange OTHER = new KeyRange(1000, 1999);

    @TempDir
    Path warehouse;

    @Test
    void aRefusalNamesWhoHoldsTheRangeInASentence() throws Exception {
        try (HolderProcess other = HolderProcess.holding(warehouse, RANGE)) {
            for (KeyRange asked : List.of(RANGE, OVERLAPPING)) {
                assertThatThrownBy(() -> holders().take(asked, newRun()))
                        .isInstanceOfSatisfying(
                                ExporterException.class,
                                refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.HELD))
                        .hasMessageMatching("another run is at work on an overlapping range of this warehouse \\("
                                + asked + " is asked for\\): run " + other.run() + ", process " + other.process()
                                + " on host \\S+, which has held 0-999 since 20\\d\\d-\\S+Z \\[.*\\]\\. Wait until.*");
                assertThatThrownBy(() -> holders().requireFree(asked)).hasMessageContaining(other.run());
            }
            holders().take(OTHER, newRun()).close();
        }
    }

    @Test
    void whatADeadProcessHeldIsTakenOver() throws Exception {
        HolderProcess other = HolderProcess.holding(warehouse, RANGE);
        other.kill();
        assertThat(locks()).contains("0-999", "0-999.json");

        holders().requireFree(RANGE);
        try (RangeHold hold = holders().take(OVERLAPPING, newRun())) {
            hold.requireHeld();
            assertThat(locks()).containsExactlyInAnyOrder("folder", "500-1499", "500-1499.json");
        }
    }

    @Test
    void aNoteOfALivingProcessHoldsNothingWithoutALock() throws Exception {
        RangeHold hold = holders().take(RANGE, newRun());
        byte[] note = Files.readAllBytes(locksFolder().resolve("0-999.json"));
        hold.close();
        Files.write(locksFolder().resolve("0-999.json"), note);
        Files.createFile(locksFolder().resolve("0-999"));

        holders().take(RANGE, newRun()).close();
    }

    @Test
    void whoLooksInTheProcessThatHoldsARangeDoesNotMakeItLoseIt() throws Exception {
        try (RangeHold hold = holders().take(RANGE, newRun())) {
            // Another way to the same folder, as another run in this process may name it.
            Path link =
                    Files.createSymbolicLink(warehouse.resolveSibling(warehouse.getFileName() + "-link"), warehouse);
            for (Path way : List.of(warehouse, link)) {
                assertThatThrownBy(() -> Holders.of(way).take(RANGE, newRun())).hasMessageContaining("has held 0-999");
                assertThatThrownBy(() -> Holders.of(way).take(OVERLAPPING, newRun()))
                        .hasMessageContaining("another run");
                assertThatThrownBy(() -> Holders.of(way).requireFree(RANGE)).hasMessageContaining("another run");
                assertThat(Holders.of(way).runs()).hasSize(1);
            }
            hold.requireHeld();

            assertThat(HolderProcess.refused(warehouse, RANGE)).contains("has held 0-999");
        }
    }

    @Test
    void whatIsGivenBackLeavesNoFiles() throws Exception {
        try (RangeHold one = holders().take(RANGE, newRun());
                RangeHold two = holders().take(OTHER, newRun())) {
            one.requireHeld();
            two.requireHeld();
        }

        assertThat(locks()).containsExactly("folder");
        try (HolderProcess other = HolderProcess.holding(warehouse, RANGE)) {
            assertThat(holders().runs()).extracting(RunId::text).containsExactly(other.run());
        }
    }

    @Test
    void aHolderWhoseFileWasRemovedNoticesIt() throws Exception {
        try (RangeHold hold = holders().take(RANGE, newRun())) {
            Files.delete(locksFolder().resolve("0-999"));
            assertThatThrownBy(hold::requireHeld)
                    .isInstanceOfSatisfying(
                            ExporterException.class,
                            lost -> assertThat(lost.problem().code()).isEqualTo("range-lost"));

            // What another one makes in its place is not this one's to remove.
            try (HolderProcess other = HolderProcess.holding(warehouse, RANGE)) {
                hold.close();
                assertThat(holders().runs()).extracting(RunId::text).containsExactly(other.run());
            }
        }
    }

    private Holders holders() {
        return Holders.of(warehouse);
    }

    private static RunId newRun() {
        return RunId.create(Instant.now());
    }

    private Path locksFolder() {
        return warehouse.resolve(".exporter/locks");
    }

    private List<String> locks() throws IOException {
        try (Stream<Path> files = Files.list(locksFolder())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Another process that takes a range and keeps it until it is ended. */
    record HolderProcess(Process running, String run) implements AutoCloseable {
        static HolderProcess holding(Path warehouse, KeyRange range) throws IOException {
            Process process = start(warehouse, range);
            String run = process.inputReader().readLine();
            assertThat(run).as("the run of a process that took the range").matches("[0-9a-z]{26}");
            return new HolderProcess(process, run);
        }

        static String refused(Path warehouse, KeyRange range) throws IOException, InterruptedException {
            Process process = start(warehouse, range);
            String answer = process.inputReader().readLine();
            assertThat(process.waitFor()).as(answer).isEqualTo(4);
            return answer;
        }

        private static Process start(Path warehouse, KeyRange range) throws IOException {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            Holder.class.getName(),
                            warehouse.toString(),
                            range.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }

        long process() {
            return running.pid();
        }

        void kill() throws InterruptedException {
            running.destroyForcibly();
            assertThat(running.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }

        @Override
        public void close() throws InterruptedException {
            kill();
        }
    }

    /** What the other process does: it prints its run, or why it was refused. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            RunId run = newRun();
            try (RangeHold hold = Holders.of(Path.of(arguments[0])).take(KeyRange.parse(arguments[1]), run)) {
                hold.requireHeld();
                System.out.println(run);
                System.in.read(); // until the test ends it
            } catch (ExporterException e) {
                System.out.println(e.getMessage());
                System.exit(e.exitCode().code());
            }
        }
    }
}
