package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The launcher beside the jar of this build and nothing else, so that it never builds one, with its start folder made. */
final class InstalledLauncher {
    private static final Path JAR = Path.of(System.getProperty("exporter.jar"));
    private static final Path INSTALLED = install();

    private InstalledLauncher() {}

    static Path path() {
        return INSTALLED;
    }

    private static Path install() {
        Path home = JAR.resolveSibling("it-launcher");
        Path launcher = home.resolve("exporter");
        Path jar = home.resolve("target/exporter.jar");
        try {
            Files.createDirectories(jar.resolveSibling(""));
            Files.copy(
                    Path.of("exporter"),
                    launcher,
                    StandardCopyOption.COPY_ATTRIBUTES,
                    StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(jar);
            Files.createLink(jar, JAR);
            ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "--version").inheritIO();
            builder.environment().keySet().removeIf(name -> name.startsWith("EXPORTER_"));
            builder.environment().put("XDG_CACHE_HOME", ExporterJar.CACHE.toString());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            assertThat(builder.start().waitFor())
                    .as("the launcher's first start")
                    .isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the launcher was started", e);
        }
        return launcher;
    }
}
