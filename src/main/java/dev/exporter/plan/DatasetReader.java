package dev.exporter.plan;

import dev.exporter.plan.yaml.MalformedYamlException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads dataset files: a YAML file and the SQL files that it names, which lie beside it or below. */
public final class DatasetReader {
    private final String origin;
    private final Function<String, byte[]> files;
    /** Every file read, by name: what the dataset's hash covers. */
    private final Map<String, byte[]> read = new TreeMap<>();

    private DatasetReader(String origin, Function<String, byte[]> files) {
        this.origin = origin;
        this.files = files;
    }

    /**
     * Reads a dataset by what the user calls it.
     *
     * @param nameOrFile the name of a built-in dataset, or the path of a dataset file ending in {@code .yml}
     * @throws ExporterException refused, if there is none, if it is malformed or cannot be read, or if a SQL file that it
     *     names is missing, cannot be read or lies outside the dataset file's directory
     */
    public static Dataset read(String nameOrFile) {
        if (!nameOrFile.endsWith(".yml") && !nameOrFile.endsWith(".yaml")) {
            return new DatasetReader("built-in", DatasetReader::resource).dataset(nameOrFile + ".yml");
        }
        Path file = Path.of(nameOrFile).toAbsolutePath().normalize();
        Path directory = Objects.requireNonNull(file.getParent(), "an absolute file has a parent");
        return new DatasetReader(file.toString(), name -> fileBelow(directory, name))
                .dataset(file.getFileName().toString());
    }

    private Dataset dataset(String name) {
        String yaml = text(name);
        try {
            return DatasetCheck.checked(new DatasetYaml(origin, this::text, this::sha256).read(yaml));
        } catch (MalformedYamlException | IllegalArgumentException e) {
            throw malformed(String.valueOf(e.getMessage()), e);
        }
    }

    private String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    private byte[] bytes(String name) {
        return read.computeIfAbsent(name, files);
    }

    private String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            read.forEach((name, bytes) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(bytes);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] resource(String name) {
        try (@Nullable InputStream stream = DatasetReader.class.getClassLoader().getResourceAsStream("jobs/" + name)) {
            if (stream == null) {
                throw ExporterException.refused(
                        "dataset-missing",
                        "there is no built-in dataset file '" + name + "'",
                        "--dataset",
                        "The built-in dataset is 'ario'; for another one give the path of its .yml file");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] fileBelow(Path directory, String name) {
        Path file = directory.resolve(name).normalize();
        try {
            if (!Files.isRegularFile(file)) {
                throw ExporterException.refused(
                        "dataset-missing", "there is no file " + file, "--dataset", "Check the path");
            }
            if (!file.toRealPath().startsWith(directory.toRealPath())) {
                throw ExporterException.refused(
                        "dataset-escapes",
                        "the dataset names the file '" + name + "', which lies outside its directory",
                        directory.toString(),
                        "Keep SQL files beside the dataset file or below it");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            Problem problem = new Problem(
                    "dataset-unreadable",
                    "a file of the dataset cannot be read: " + e,
                    file.toString(),
                    "Let this user read it");
            throw new ExporterException(ExitCode.REFUSED, problem, e);
        }
    }

    private ExporterException malformed(String why, Exception cause) {
        Problem problem =
                new Problem("dataset-malformed", "the dataset file is not valid: " + why, origin, "Correct the file");
        return new ExporterException(ExitCode.REFUSED, problem, cause);
    }
}
