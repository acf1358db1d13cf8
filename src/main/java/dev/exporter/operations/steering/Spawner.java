package dev.exporter.operations.steering;

import dev.exporter.plan.ExporterException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts processes of this program whose output goes to files in {@code <staging>/started}, so that they outlive this one.
 * The job repository's password is handed on in the environment, where no process list shows it. Thread-safe.
 */
final class Spawner {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int MOST_KEPT = 200;

    private final Launch launch;
    private final Path folder;
    private final Optional<String> password;
    private final Clock clock;
    private final AtomicInteger count = new AtomicInteger();

    Spawner(Launch launch, Path staging, Optional<String> password, Clock clock) {
        this.launch = launch;
        this.folder = staging.resolve("started");
        this.password = password;
        this.clock = clock;
    }

    /** Where the output of processes is. */
    Path folder() {
        return folder;
    }

    /** Which of this process's variables the new one gets. */
    enum Variables {
        /** All: what is not given as an option comes from them, as on the command line. */
        ALL,
        /** None of the program's own but who is told of the end: all else is an option, or comes from a run's plan. */
        FOREIGN
    }

    /** Starts one. */
    Spawned spawn(List<String> arguments, Variables variables) {
        String name =
                NAME.format(clock.instant()) + "-" + ProcessHandle.current().pid() + "-" + count.incrementAndGet();
        Path out = folder.resolve(name + ".json");
        Path log = folder.resolve(name + ".log");
        try {
            Files.createDirectories(folder);
            sweep();
            ProcessBuilder builder = new ProcessBuilder(launch.apart(arguments))
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(out.toFile())
                    .redirectError(log.toFile());
            if (variables == Variables.FOREIGN) {
                builder.environment()
                        .keySet()
                        .removeIf(variable ->
                                variable.startsWith("EXPORTER_") && !variable.startsWith("EXPORTER_NOTIFY"));
            }
            builder.environment().remove("EXPORTER_PASSWORD_FILE");
            builder.environment().remove("EXPORTER_JOB_REPOSITORY_PASSWORD");
            password.ifPresent(secret -> builder.environment().put("EXPORTER_JOB_REPOSITORY_PASSWORD", secret));
            return new Spawned(builder.start(), new Output(out, log));
        } catch (IOException e) {
            throw ExporterException.failed(
                    "start-failed",
                    "the process cannot be started: " + e.getMessage(),
                    folder.toString(),
                    "Check the disk and the permissions of the staging directory",
                    e);
        }
    }

    /** Removes the output of processes of long ago, but of those whose end is still awaited. */
    private void sweep() throws IOException {
        List<Path> newestFirst;
        try (Stream<Path> files = Files.list(folder)) {
            newestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        Set<String> awaited =
                newestFirst.stream().filter(Awaited::isNote).map(Awaited::stem).collect(Collectors.toSet());
        List<Path> told = newestFirst.stream()
                .filter(file -> !awaited.contains(Awaited.stem(file)))
                .toList();
        for (Path old : told.subList(Math.min(told.size(), 2 * MOST_KEPT), told.size())) {
            Files.deleteIfExists(old);
        }
    }
}
