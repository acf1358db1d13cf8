package dev.exporter.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One export with its kills, compared with its source at the end. For one thread. */
final class FaultCycle {
    private static final long LONGEST_MINUTES = 5;

    private final Path directory;
    private final KilledExport export;
    private final GatewayRows source;
    private final List<String> options;

    /** @param directory does not exist */
    FaultCycle(Path directory, GatewayRows source, String repository, List<String> way) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.source = source;
        this.options = new ArrayList<>(way);
        options.add("--jobRepository=" + repository);
        this.export = new KilledExport(directory, source, options, ExporterJar.launched(directory));
    }

    /** Does the kills, one process after the other; those that came too late go back. */
    void kill(List<Kill> kills, KillSchedule schedule, FaultTally tally) throws Exception {
        boolean isResume = false;
        for (Kill kill : kills) {
            if (!export.killed(kill)) {
                schedule.missed(kill);
                continue;
            }
            tally.killed(kill, isResume);
            if (kill.name().equals("mid-file") && hasIncompleteFile()) {
                tally.incompleteFile();
            }
            isResume = true;
        }
    }

    /**
     * Lets the export go on to its end and compares it.
     *
     * @param clean a command after which no file may be left in metadata folders, or nothing
     * @param byOthers whether other readers compare it as well
     */
    void finish(List<String> clean, boolean byOthers, FaultTally tally) throws Exception {
        export.finish();
        if (!clean.isEmpty()) {
            List<String> command = new ArrayList<>(clean);
            command.addAll(List.of("--warehouseDir=warehouse", "--stagingDir=staging"));
            ExporterJar.launched(directory).run(command).requireExit(0);
        }
        int left = LeftBehind.by(directory).metadata().size();
        if (!clean.isEmpty() && left > 0) {
            throw new AssertionError(
                    "left after clean: " + LeftBehind.by(directory).metadata());
        }
        if (byOthers) {
            compareByOthers();
        }
        tally.done(left, byOthers);
    }

    private void compareByOthers() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of("interop", "run").toAbsolutePath().toString(),
                export.warehouse().toString()));
        command.addAll(source.gateway().files());
        command.add("--l1");
        Path said = directory.resolve("interop.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError("other readers found a difference: see " + said);
        }
    }

    private boolean hasIncompleteFile() throws IOException {
        return LeftBehind.filesBelow(directory.resolve("staging")).stream()
                .anyMatch(file -> file.toString().endsWith(".part"));
    }
}
