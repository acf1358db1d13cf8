package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.cli.ProgramHere;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The program in the tests' process, as if it had been started in another current directory. Beside its answer, it must
 * give back all files that it has opened: a process that ends hides that, one that serves does not.
 */
final class ExporterHere implements Exporter {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    /** There is one standard error. */
    private static final Object MONITOR = new Object();

    private final Path directory;

    /** @param directory relative paths of options lie in it */
    ExporterHere(Path directory) {
        this.directory = directory;
    }

    @Override
    public ExporterJar.Ended run(List<String> options, String... more) throws IOException {
        List<String> commandLine = Stream.concat(options.stream(), Arrays.stream(more))
                .map(this::inDirectory)
                .toList();
        Map<String, String> environment = Map.of(
                "EXPORTER_WAREHOUSE_DIR", directory.resolve("warehouse").toString(),
                "EXPORTER_STAGING_DIR", directory.resolve("staging").toString(),
                "EXPORTER_NATIVE_DIR", ExporterJar.CACHE.resolve("exporter").toString());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<Path> before = openFiles();
        int code;
        synchronized (MONITOR) {
            PrintStream standardError = System.err;
            // Libraries, too, write what a user would see.
            System.setErr(print(err));
            try {
                code = ProgramHere.run(commandLine, environment, print(out), System.err);
            } finally {
                System.setErr(standardError);
            }
        }
        List<Path> left = openFiles();
        before.forEach(left::remove);
        assertThat(left).as("files left open").isEmpty();
        return new ExporterJar.Ended(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    /** An option as it would be understood in the directory. */
    private String inDirectory(String option) {
        int value = option.indexOf('=') + 1;
        return option.substring(0, value).endsWith("Dir=")
                ? option.substring(0, value) + directory.resolve(option.substring(value))
                : option;
    }

    /** Those of this process that lie in the directory, each as often as it is open. */
    private List<Path> openFiles() throws IOException {
        List<Path> open = new ArrayList<>();
        if (!Files.isDirectory(DESCRIPTORS)) {
            return open;
        }
        Path real = directory.toRealPath();
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            for (Path descriptor : descriptors.toList()) {
                if (Files.isSymbolicLink(descriptor)) {
                    Path file = Files.readSymbolicLink(descriptor);
                    if (file.startsWith(real)) {
                        open.add(file);
                    }
                }
            }
        }
        return open;
    }
}
