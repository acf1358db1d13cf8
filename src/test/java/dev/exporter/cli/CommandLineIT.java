package dev.exporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real jar and the real launcher, in processes of their own. */
@Timeout(900)
class CommandLineIT {
    private static final Path JAR = Path.of(System.getProperty("exporter.jar"));
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
    private static final String JAVA = JAVA_HOME.resolve("bin/java").toString();

    @TempDir
    Path directory;

    Path current;

    @BeforeEach
    void makeACurrentDirectory() throws IOException {
        current = Files.createDirectory(directory.resolve("current"));
    }

    /** JUnit would warn of a link that leads out of its directory. */
    @AfterEach
    void removeTheLinkToTheJar() throws IOException {
        Files.deleteIfExists(directory.resolve("home/target/exporter.jar"));
    }

    private record Ended(int exitCode, String out, String err) {}

    @Test
    void theVersionIsThatOfTheJarAndNothingIsOnStandardError() throws Exception {
        Ended ended = run(JAVA, "-jar", JAR.toString(), "--version");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).matches("(?s)exporter \\d+\\.\\d+\\.\\d+.*Java \\d+.*");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void aRefusalIsOneLineAndOneObjectAndLeavesNoFile() throws Exception {
        Ended ended = run(JAVA, "-jar", JAR.toString(), "--startHeight", "9", "--endHeight", "8", "--json");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.out().lines()).singleElement().asString().startsWith("{\"schema\":1,\"status\":\"refused\"");
        assertThat(ended.err().lines()).singleElement().asString().startsWith("exporter: the range ends before");
        assertThat(current).isEmptyDirectory();
        assertThat(directory.resolve("cache")).doesNotExist();
    }

    /** As in a demo's directory. */
    @Test
    void theGatewaysOptionsAreFoundBesideAFolderOfThatName() throws Exception {
        Files.createDirectory(current.resolve("gateway"));

        Ended ended = run(JAVA, "-jar", JAR.toString(), "plan", "@gateway", "--startHeight", "1", "--endHeight", "2");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains(current.toRealPath().resolve("data/sqlite/bundles.db") + "", "--bundlesDb");
    }

    @Test
    void helpLoadsNeitherSpringNorDatabaseDrivers() throws Exception {
        Path classes = directory.resolve("classes");

        Ended ended = run(JAVA, "-Xlog:class+load:file=" + classes, "-jar", JAR.toString(), "--help");

        assertThat(ended.exitCode()).isZero();
        assertThat(Files.readString(classes))
                .contains("dev.exporter.cli.Program")
                .doesNotContain("org.springframework.batch", "org.springframework.context", "org.springframework.beans")
                .doesNotContain("org.duckdb", "org.sqlite", "org.apache.arrow", "ch.qos.logback")
                .doesNotContain("org.springframework.web", "org.apache.catalina", "org.thymeleaf", "jakarta.servlet");
    }

    @Test
    void theLauncherRunsTheJarItStandsBesideThroughALinkToo() throws Exception {
        Path launcher = installed();
        Path link = Files.createSymbolicLink(directory.resolve("link"), launcher);

        for (Path called : List.of(launcher, link)) {
            Ended ended = run(called.toString(), "plan", "--startHeight", "x y", "--endHeight", "1");

            assertThat(ended.exitCode()).isEqualTo(2);
            assertThat(ended.err())
                    .isEqualTo("exporter: --startHeight is not a whole number: 'x y' [--startHeight]. Give a whole"
                            + " number from 0 to 9007199254740991\n");
        }
        assertThat(run(launcher.toString(), "--help").out()).contains("  " + launcher + " plan --startHeight");
    }

    @Test
    void theLauncherBuildsAJarThatIsMissing() throws Exception {
        Path launcher = installed();
        Path home = launcher.resolveSibling("");
        Path jar = home.resolve("target/exporter.jar");
        Files.delete(jar);
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Path maven = Files.createDirectory(directory.resolve("bin")).resolve("mvn");
        Files.writeString(maven, "#!/bin/sh\necho \"mvn $*\"; ln -s '" + JAR + "' target/exporter.jar\n");
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwx------"));

        Ended first = run(launcher.toString(), "--version");
        Ended second = run(launcher.toString(), "--version");

        assertThat(first.out()).startsWith("exporter ").isEqualTo(second.out());
        assertThat(first.err())
                .isEqualTo("exporter: building " + jar + "; this takes a moment\n" + "mvn -q -B -DskipTests package\n");
        assertThat(second.err()).isEmpty();
    }

    /** A copy of the launcher in a directory of its own, with the jar. */
    private Path installed() throws IOException {
        Path home = Files.createDirectories(directory.toRealPath().resolve("home"));
        Path target = Files.createDirectory(home.resolve("target"));
        Files.createSymbolicLink(target.resolve("exporter.jar"), JAR);
        return Files.copy(Path.of("exporter"), home.resolve("exporter"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    private Ended run(String... command) throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(current.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("EXPORTER_"));
        builder.environment().put("XDG_CACHE_HOME", directory.resolve("cache").toString());
        builder.environment().put("JAVA_HOME", JAVA_HOME.toString());
        builder.environment().put("EXPORTER_ARCHIVE", "off");
        builder.environment().compute("PATH", (name, path) -> directory.resolve("bin") + ":" + path);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(300, TimeUnit.SECONDS)).as("ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
