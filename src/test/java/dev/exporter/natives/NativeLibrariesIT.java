package dev.exporter.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Loads the libraries from the real jar in processes of their own, which are then killed. */
@Timeout(900)
class NativeLibrariesIT {
    private static final Path JAR = Path.of(System.getProperty("exporter.jar"));

    @TempDir
    Path directory;

    @Test
    void aKilledProcessLeavesNothingInTheTemporaryDirectory() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));

        List<String> loaded = loadAndKill(temporary);

        assertThat(loaded).hasSize(3).allMatch(file -> file.startsWith(cache().toString()));
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void aTamperedLibraryIsReplacedBeforeItIsLoaded() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        for (String file : loadAndKill(temporary)) {
            Files.writeString(Path.of(file), "not a library");
        }

        List<String> loaded = loadAndKill(temporary);

        assertThat(loaded).hasSize(3).allMatch(file -> Path.of(file).toFile().length() > 10_000);
        assertThat(temporary).isEmptyDirectory();
    }

    private Path cache() {
        return directory.resolve("cache");
    }

    /** Runs the probe with the classes of the jar, kills it once it has loaded, and returns the files that it loaded. */
    private List<String> loadAndKill(Path temporary) throws IOException, InterruptedException {
        String probe = "dev.exporter.cli.NativeLibrariesProbe";
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-Dloader.main=" + probe,
                        "-Dloader.path=" + testClasses(),
                        "-cp",
                        JAR.toString(),
                        "org.springframework.boot.loader.launch.PropertiesLauncher",
                        cache().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> files = new ArrayList<>();
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null && !line.equals("loaded"); line = out.readLine()) {
                files.add(line);
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + 9);
        return files;
    }

    private static Path testClasses() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.endsWith("test-classes"))
                .findFirst()
                .orElseThrow();
    }
}
