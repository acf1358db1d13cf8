package dev.exporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The launcher's start folder, with each Java that is installed beside the one that runs the tests. */
@Timeout(1800)
class LauncherIT {
    private static final Path JAR = Path.of(System.getProperty("exporter.jar"));
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
    private static final String MAKING =
            "exporter: keeping its classes ready for faster starts; this takes a moment, once\n";

    @TempDir(cleanup = CleanupMode.ALWAYS)
    Path directory;

    private record Ended(int exitCode, String out, String err) {}

    /** One of each version, 17 or newer. */
    static Stream<Path> javaHomes() throws IOException {
        Map<Integer, Path> homes = new TreeMap<>();
        try (Stream<Path> siblings = Files.list(JAVA_HOME.toRealPath().resolveSibling(""))) {
            for (Path home : siblings.sorted().toList()) {
                if (Files.isExecutable(home.resolve("bin/java")) && Files.exists(home.resolve("release"))) {
                    homes.putIfAbsent(version(home), home);
                }
            }
        }
        homes.put(version(JAVA_HOME), JAVA_HOME);
        return homes.entrySet().stream().filter(home -> home.getKey() >= 17).map(Map.Entry::getValue).toList().stream();
    }

    private static int version(Path home) throws IOException {
        return Files.readAllLines(home.resolve("release")).stream()
                .filter(line -> line.startsWith("JAVA_VERSION=\""))
                .map(line -> line.substring("JAVA_VERSION=\"".length()).split("[.\"]", -1)[0])
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(0);
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void theFirstStartMakesAnArchiveAndTheNextOnesUseItAsLongAsItIsWhole(Path home) throws Exception {
        Launcher launcher = new Launcher(home, directory.resolve("cache"));
        Path unused = launcher.folderOfLongAgo("start-1");
        Path inUse = launcher.folderOfLongAgo("start-2");
        Process server = new ProcessBuilder("sh", "-c", "read line", "java", "-jar", inUse + "/exporter.jar").start();

        // Two at once: one makes it, the other does not wait.
        Process one = launcher.start("one", "--version");
        Process other = launcher.start("other", "--version");
        Ended first = launcher.ended(one, "one");
        Ended second = launcher.ended(other, "other");
        assertThat(List.of(first.exitCode(), second.exitCode())).containsOnly(0);
        assertThat(first.out()).startsWith("exporter ").isEqualTo(second.out());
        assertThat(first.err() + second.err()).isEqualTo(MAKING);
        server.destroyForcibly();
        assertThat(unused).doesNotExist();
        assertThat(inUse.resolve("exporter.jar")).exists();
        assertThat(launcher.loadedFromArchive()).isTrue();

        // A demo leaves nothing behind: neither native libraries nor half a start folder.
        Ended demo = launcher.run("demo", "--dir", "demo", "--blocks", "10", "--transactions", "200");
        assertThat(demo.exitCode()).as(demo.err()).isZero();
        assertThat(demo.err().lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line).contains("a few deliberate faults"));
        assertThat(launcher.temporary()).isEmptyDirectory();
        assertThat(launcher.cache()).isDirectoryNotContaining("glob:**.{making,failed}");

        // Written to since it was made, also where it is no shorter: made again.
        Path archive = launcher.archive();
        long bytes = Files.size(archive);
        assertThat(archive.toFile().setWritable(true)).isTrue();
        Files.write(archive, new byte[Math.toIntExact(bytes)]);
        Path folder = archive.resolveSibling("");
        Path making = Files.createDirectory(folder.resolveSibling(folder.getFileName() + ".making"));
        // A process seems to be at it; but not when that began so long ago.
        assertThat(launcher.run("--version")).isEqualTo(new Ended(0, first.out(), ""));
        Files.setLastModifiedTime(making, FileTime.from(Instant.now().minusSeconds(3600)));
        assertThat(launcher.run("--version")).isEqualTo(new Ended(0, first.out(), MAKING));
        assertThat(launcher.loadedFromArchive()).isTrue();

        // Not to be told from a whole one by its size and times: Java does not use it, and says nothing.
        assertThat(archive.toFile().setWritable(true)).isTrue();
        FileTime before = Files.getLastModifiedTime(archive);
        Files.write(archive, new byte[Math.toIntExact(Files.size(archive))]);
        Files.setLastModifiedTime(archive, before);
        assertThat(launcher.run("--version")).isEqualTo(new Ended(0, first.out(), ""));
    }

    @Test
    void withoutAWritableCacheTheProgramStartsFromItsJar() throws Exception {
        Launcher launcher = new Launcher(JAVA_HOME, Files.writeString(directory.resolve("cache"), "a file"));

        Ended ended = launcher.run("--version");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void anotherDirectoryOfNativeLibrariesIsUsedForAllOfThem() throws Exception {
        Launcher launcher = new Launcher(JAVA_HOME, directory.resolve("cache"));
        Path natives = directory.resolve("natives");
        Path options = Files.writeString(directory.resolve("options"), "--native-dir " + natives);

        for (String argument : List.of("--nativeDir=" + natives, "@" + options)) {
            Ended ended = launcher.run("demo", "--dir", "demo", "--blocks", "10", "--transactions", "200", argument);

            assertThat(ended.exitCode()).as(ended.err()).isZero();
            assertThat(launcher.cache()).doesNotExist();
        }
        assertThat(natives).isDirectoryContaining("glob:**duckdb-*").isDirectoryContaining("glob:**sqlite-*");
    }

    @Test
    void whatCouldNotBeMadeIsNotTriedAgain() throws Exception {
        Launcher launcher = new Launcher(JAVA_HOME, directory.resolve("cache"));
        // Native libraries are not unpacked where others could put theirs.
        Files.createDirectories(launcher.cache());
        Files.setPosixFilePermissions(launcher.cache(), PosixFilePermissions.fromString("rwxrwxrwx"));

        Ended first = launcher.run("--version");
        Ended second = launcher.run("--version");

        assertThat(first.err()).isEqualTo(MAKING);
        assertThat(second).isEqualTo(new Ended(0, first.out(), ""));
        assertThat(launcher.cache()).isDirectoryContaining("glob:**.failed");
    }

    @Test
    void theProgramRunsAtLowPriority() throws Exception {
        // nice(1) without a command tells its own priority
        Path home = directory.resolve("java");
        Path java =
                Files.writeString(Files.createDirectories(home.resolve("bin")).resolve("java"), "#!/bin/sh\nnice\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17\"\n");
        Launcher launcher = new Launcher(home, Files.writeString(directory.resolve("cache"), "a file"));

        int own = Integer.parseInt(
                launcher.run(Map.of("EXPORTER_NICE", "0")).out().strip());

        assertThat(launcher.run().out()).isEqualTo(Math.min(own + 10, 19) + "\n");
    }

    /** The launcher beside a link to the jar, with a cache of its own. */
    private final class Launcher {
        private final Path home;
        private final Path cache;
        private final Path launcher;

        Launcher(Path home, Path cache) throws IOException {
            this.home = home;
            this.cache = cache;
            Path installed = Files.createDirectories(directory.resolve("installed here"));
            Files.createDirectories(installed.resolve("target"));
            Files.createDirectories(temporary());
            Files.createLink(installed.resolve("target/exporter.jar"), JAR);
            this.launcher =
                    Files.copy(Path.of("exporter"), installed.resolve("exporter"), StandardCopyOption.COPY_ATTRIBUTES);
        }

        Path cache() {
            return cache.resolve("exporter");
        }

        /** The start folder of another build, which was started last more than a month ago. */
        Path folderOfLongAgo(String name) throws IOException {
            Path folder = Files.createDirectories(cache().resolve(name));
            Files.setPosixFilePermissions(cache(), PosixFilePermissions.fromString("rwx------"));
            Files.writeString(folder.resolve("exporter.jar"), "classes");
            Path used = Files.createFile(folder.resolve("used"));
            Files.setLastModifiedTime(used, FileTime.from(Instant.now().minus(Duration.ofDays(40))));
            return folder;
        }

        Path temporary() {
            return directory.resolve("tmp");
        }

        Path archive() throws IOException {
            try (Stream<Path> files = Files.walk(cache)) {
                return files.filter(file -> file.endsWith("archive"))
                        .min(Comparator.naturalOrder())
                        .orElseThrow();
            }
        }

        boolean loadedFromArchive() throws IOException, InterruptedException {
            Path classes = directory.resolve("classes");
            Ended ended = run(Map.of("EXPORTER_JAVA_OPTS", "-Xlog:class+load:file=" + classes), "--help");
            assertThat(ended.exitCode()).isZero();
            assertThat(ended.err()).isEmpty();
            try (Stream<String> lines = Files.lines(classes)) {
                return lines.filter(line -> line.contains(" dev.exporter.cli.Program source: "))
                        .allMatch(line -> line.contains("shared objects file"));
            }
        }

        Ended run(String... arguments) throws IOException, InterruptedException {
            return run(Map.of(), arguments);
        }

        Ended run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
            return ended(start("single", environment, arguments), "single");
        }

        Process start(String name, String... arguments) throws IOException {
            return start(name, Map.of(), arguments);
        }

        private Process start(String name, Map<String, String> environment, String... arguments) throws IOException {
            List<String> command = Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments))
                    .toList();
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(directory.resolve(name + ".out").toFile())
                    .redirectError(directory.resolve(name + ".err").toFile());
            builder.environment().keySet().removeIf(variable -> variable.startsWith("EXPORTER_"));
            builder.environment().put("XDG_CACHE_HOME", cache.toString());
            builder.environment().put("JAVA_HOME", home.toString());
            builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
            builder.environment().put("EXPORTER_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary());
            builder.environment().putAll(environment);
            return builder.start();
        }

        Ended ended(Process process, String name) throws IOException, InterruptedException {
            try {
                assertThat(process.waitFor(900, TimeUnit.SECONDS)).as("ends").isTrue();
            } finally {
                process.destroyForcibly();
            }
            return new Ended(
                    process.exitValue(),
                    Files.readString(directory.resolve(name + ".out")),
                    Files.readString(directory.resolve(name + ".err")));
        }
    }
}
