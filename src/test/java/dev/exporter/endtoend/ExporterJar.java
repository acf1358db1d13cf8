package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The real jar, run in processes of its own in one current directory. */
final class ExporterJar implements Exporter {
    private static final Path JAR = Path.of(System.getProperty("exporter.jar"));
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    /** One for all tests: unpacking native libraries anew would take longer than most exports. */
    static final Path CACHE = JAR.resolveSibling("it-cache");

    private static final int LONGEST_RUN_SECONDS = 400;

    private final Path directory;
    private final List<String> javaOptions;
    private final @Nullable Path launcher;
    private final List<String> before;

    private ExporterJar(Path directory, @Nullable Path launcher, List<String> before, List<String> javaOptions) {
        this.directory = directory;
        this.before = before;
        this.launcher = launcher;
        this.javaOptions = javaOptions;
    }

    /** The same program as {@code ./exporter} starts it, in a third of the time. */
    static ExporterJar launched(Path directory, String... javaOptions) {
        return new ExporterJar(directory, InstalledLauncher.path(), List.of(), quick(javaOptions));
    }

    /** As {@link #launched}, by a shell after this command. */
    static ExporterJar launchedAfter(Path directory, String command) {
        return new ExporterJar(directory, InstalledLauncher.path(), shellAfter(command), quick());
    }

    /** The jar itself, by a shell after this command. */
    static ExporterJar after(Path directory, String command) {
        return new ExporterJar(directory, null, shellAfter(command), quick("-XX:+UseSerialGC"));
    }

    private static List<String> shellAfter(String command) {
        return List.of("sh", "-c", command + " && exec \"$0\" \"$@\"");
    }

    /** Few runs are so long that the second compiler saves more than it takes. */
    private static List<String> quick(String... javaOptions) {
        return Stream.concat(Stream.of("-XX:TieredStopAtLevel=1"), Stream.of(javaOptions))
                .toList();
    }

    /** @param directory the processes' current one; relative paths of options lie in it */
    ExporterJar(Path directory, String... javaOptions) {
        this.directory = directory;
        this.launcher = null;
        this.before = List.of();
        // Starts twice as fast as the default on few processors.
        this.javaOptions = new ArrayList<>(quick(javaOptions));
        this.javaOptions.add(0, "-XX:+UseSerialGC");
    }

    /** How a process ended: with 128 + the number of the signal where one killed it. */
    record Ended(int exitCode, String out, String err) {
        /** Fails with all that the process said, unless it ended with this code. */
        Ended requireExit(int code) {
            assertThat(exitCode).as(err + out).isEqualTo(code);
            return this;
        }

        /** The value of {@code name=value} in the first line of the log that has the event. */
        String logged(String event, String name) {
            String line = err.lines()
                    .filter(text -> text.startsWith("event=" + event + " "))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no event=" + event + " in\n" + err));
            return Arrays.stream(line.split(" ", -1))
                    .filter(part -> part.startsWith(name + "="))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + name + " in " + line))
                    .substring(name.length() + 1);
        }
    }

    @Override
    public Ended run(List<String> options, String... more) throws IOException, InterruptedException {
        return start(options, more).ended();
    }

    /** Starts the jar. */
    Running start(List<String> options, String... more) throws IOException {
        List<String> command = new ArrayList<>(before);
        if (launcher != null) {
            command.add(launcher.toString());
        } else {
            command.add(JAVA.toString());
            command.addAll(javaOptions);
            command.addAll(List.of("-jar", JAR.toString()));
        }
        command.addAll(options);
        command.addAll(List.of(more));
        Path out = Files.createTempFile(directory, "out", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("EXPORTER_"));
        builder.environment().put("XDG_CACHE_HOME", CACHE.toString());
        if (launcher != null) {
            builder.environment().put("EXPORTER_JAVA_OPTS", String.join(" ", javaOptions));
            // On a busy machine the tests themselves would take the processor from what they wait for.
            builder.environment().put("EXPORTER_NICE", "0");
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        }
        return new Running(builder.start(), out);
    }

    /** A process on its way. For one thread. */
    static final class Running {
        private final Process process;
        private final Path out;
        private final BufferedReader log;
        private final StringBuilder err = new StringBuilder();

        private Running(Process process, Path out) {
            this.process = process;
            this.out = out;
            this.log = process.errorReader(StandardCharsets.UTF_8);
            CompletableFuture.delayedExecutor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS)
                    .execute(this::giveUp);
        }

        /** Waits for a line of the log that starts so; fails where the process ends without one. */
        Running awaitLog(String start) throws IOException {
            String line;
            do {
                line = nextLine();
                assertThat(line)
                        .as("a line that starts with '%s' in\n%s", start, err)
                        .isNotNull();
            } while (line == null || !line.startsWith(start));
            return this;
        }

        /** Takes what it has said so far: what is awaited next is said from now on. */
        Running listenAnew() throws IOException {
            while (log.ready()) {
                nextLine();
            }
            return this;
        }

        /** Waits for a line of the log that starts so, or for the end; tells which came first. */
        boolean says(String start) throws IOException {
            String line = nextLine();
            while (line != null && !line.startsWith(start)) {
                line = nextLine();
            }
            return line != null;
        }

        private @Nullable String nextLine() throws IOException {
            String line = log.readLine();
            if (line != null) {
                err.append(line).append('\n');
            }
            return line;
        }

        /** Waits until {@code condition} holds; fails where the process ends before. */
        Running await(BooleanSupplier condition) throws InterruptedException {
            while (!condition.getAsBoolean()) {
                assertThat(process.waitFor(1, TimeUnit.MILLISECONDS))
                        .as("ended before what was awaited\n%s", err)
                        .isFalse();
            }
            return this;
        }

        /** Lets the process work for so long, or to its end. */
        Running letWork(long milliseconds) throws InterruptedException {
            process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
            return this;
        }

        /** What it has printed on standard output so far. */
        String printed() throws IOException {
            return Files.readString(out);
        }

        boolean isAlive() {
            return process.isAlive();
        }

        /** Kills the process at once, as a power button would; it cannot tell. */
        Ended kill() throws IOException, InterruptedException {
            destroy();
            return ended();
        }

        /** Ends one that hangs; what its threads were at is then in what it has said. */
        private void giveUp() {
            if (process.isAlive()) {
                try {
                    signal("QUIT");
                    process.waitFor(5, TimeUnit.SECONDS);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                } finally {
                    destroy();
                }
            }
        }

        /** Unlike the process, its handle leaves open what it said last. */
        private void destroy() {
            process.toHandle().destroyForcibly();
        }

        /** Sends a signal, for example {@code TERM}. */
        Running signal(String name) throws IOException, InterruptedException {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(code).as("kill -%s", name).isZero();
            return this;
        }

        /** Lets a process go on that waits at a boundary. */
        Running letGoOn() throws IOException {
            try (OutputStream in = process.getOutputStream()) {
                in.write('\n');
            }
            return this;
        }

        long pid() {
            return process.pid();
        }

        /** Waits for the end. */
        Ended ended() throws IOException, InterruptedException {
            while (nextLine() != null) {
                // read to the end
            }
            return new Ended(process.waitFor(), Files.readString(out), err.toString());
        }
    }
}
