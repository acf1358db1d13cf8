package dev.exporter.staging;

import dev.exporter.fault.FaultPoint;
import dev.exporter.plan.DataFileName;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Problem;
import dev.exporter.plan.RunId;
import dev.exporter.transform.sql.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A run's folder {@code job-<run>} in the staging directory: its plan, its staged files, a readable copy of its
 * progress, and the place where the SQL engine spills. Thread-safe; it exists from {@link #create()} to
 * {@link #delete()}.
 */
public final class JobFolder {
    /** The ending of files that are not complete. */
    static final String TEMPORARY = ".part";

    private static final String PREFIX = "job-";
    private static final String PLAN = "plan.json";
    private static final String REWRITE = "rewrite";

    private final Path path;

    private JobFolder(Path path) {
        this.path = path;
    }

    /** The folder of a run, which need not exist. */
    public static JobFolder of(Path staging, RunId run) {
        return new JobFolder(staging.toAbsolutePath().normalize().resolve(PREFIX + run));
    }

    /** Makes a staging directory, durably, where it does not exist. */
    public static void createStaging(Path staging) {
        try {
            Durable.createFolders(staging.toAbsolutePath().normalize());
        } catch (IOException e) {
            throw failed("the staging directory could not be made", staging, e);
        }
    }

    /** The runs that have a folder in {@code staging}, oldest first; none where it does not exist. */
    public static List<RunId> runs(Path staging) {
        return list(staging).stream()
                .map(folder -> folder.getFileName().toString())
                .filter(name -> name.startsWith(PREFIX))
                .flatMap(name -> runId(name.substring(PREFIX.length())).stream())
                .sorted(Comparator.comparing(RunId::text))
                .toList();
    }

    public Path path() {
        return path;
    }

    /** Where the SQL engine spills: its {@code temp_directory}. */
    public Path spill() {
        return path.resolve("spill");
    }

    /** Where staged files lie. */
    public Path files() {
        return path.resolve("files");
    }

    /** Makes the folder, durably, where it does not exist, and empties {@link #spill()}. No engine may be using it. */
    public void create() {
        try {
            Durable.createFolders(files());
            // A process that was killed leaves what it had spilled.
            deleteTree(spill());
        } catch (IOException e) {
            throw failed("the run's folder could not be made", path, e);
        }
    }

    /** Writes the run's plan, durably, and returns its SHA-256 in hex. */
    public String writePlan(byte[] json) {
        Path file = path.resolve(PLAN);
        try {
            Durable.write(file, json);
            return Sha256.of(json);
        } catch (IOException e) {
            throw failed("the run's plan could not be written", file, e);
        }
    }

    /** The run's plan; empty where none was written. */
    public Optional<byte[]> readPlan() {
        Path file = path.resolve(PLAN);
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("the run's plan could not be read", file, e);
        }
    }

    /** The SHA-256 in hex that {@link #writePlan} has returned for these bytes. */
    public static String sha256(byte[] json) {
        return Sha256.of(json);
    }

    /** Writes {@code .checkpoint}, a copy of progress for people; the job repository is what decides. */
    public void writeCheckpoint(String text) {
        Path file = path.resolve(".checkpoint");
        try {
            Durable.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failed("the checkpoint could not be written", file, e);
        }
    }

    /** Marks the folder, durably, as that of a run that rewrites what a warehouse's tables hold anyway: it has no plan. */
    public void markAsRewriteOf(Path warehouse) {
        Path file = path.resolve(REWRITE);
        try {
            byte[] text = warehouse.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
            Durable.write(file, text);
        } catch (IOException e) {
            throw failed("the run's folder could not be marked", file, e);
        }
    }

    /** Whether the folder is marked as that of a rewrite of this warehouse. */
    public boolean isRewriteOf(Path warehouse) {
        return rewritten().filter(marked -> isSame(marked, warehouse)).isPresent();
    }

    /**
     * Whether the folder is marked as that of a rewrite of another warehouse, which has the same staging directory and is
     * there: nobody rewrites one that was deleted or has another name now.
     */
    public boolean isRewriteOfAnother(Path warehouse) {
        return rewritten()
                .filter(marked -> Files.isDirectory(marked) && !isSame(marked, warehouse))
                .isPresent();
    }

    private Optional<Path> rewritten() {
        try {
            return Optional.of(Path.of(Files.readString(path.resolve(REWRITE))));
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return one.equals(other.toAbsolutePath().normalize()); // one of them is gone
        }
    }

    /** What writes this run's files. */
    public ParquetFiles parquetFiles(ExportRequest.Output output) {
        return new ParquetFiles(files(), output);
    }

    /** The complete files that are staged, by name. */
    public List<DataFileName> stagedFiles() {
        return list(files()).stream()
                .map(file -> file.getFileName().toString())
                .flatMap(name -> dataFile(name).stream())
                .toList();
    }

    /** Whether a staged file is still there in its full length; its content is checked when it is published. */
    public boolean holds(StagedFile file) {
        try {
            return Files.isRegularFile(file.path()) && Files.size(file.path()) == file.bytes();
        } catch (IOException e) {
            throw failed("a staged file could not be looked at", file.path(), e);
        }
    }

    /** Whether a staged file is still what was written, byte for byte. */
    public boolean isAsWritten(StagedFile file) {
        try {
            return holds(file) && Sha256.of(file.path()).equals(file.sha256());
        } catch (IOException e) {
            throw failed("a staged file could not be read", file.path(), e);
        }
    }

    /** Deletes the files of a partition that attempts up to {@code attempt} have staged, complete or not. */
    public void deletePartition(KeyRange partition, int attempt) {
        deleteFiles(name -> name.partition().equals(partition) && name.attempt() <= attempt);
    }

    /** Deletes the file of this name, complete or not, where there is one. */
    public void deleteFile(DataFileName file) {
        deleteFiles(file::equals);
    }

    /**
     * Deletes the folder: staged data first and the plan last, so that a folder half deleted still says what it is. Where
     * its name is a symbolic link, the link goes, and what it leads to stays as it is.
     */
    public void delete() {
        try {
            if (Files.isSymbolicLink(path)) {
                Files.delete(path);
                return;
            }
            deleteTree(spill());
            deleteTree(files());
            for (Path file : list(path)) {
                if (!file.endsWith(PLAN) && !file.endsWith(REWRITE)) {
                    deleteTree(file);
                }
            }
            FaultPoint.MID_DELETE.reached();
            deleteTree(path);
        } catch (IOException e) {
            throw failed("the run's folder could not be deleted", path, e);
        }
    }

    static ExporterException failed(String message, Path where, IOException cause) {
        if (Failure.isDiskFull(cause)) {
            return Failure.diskFull(cause, where.toString());
        }
        if (cause instanceof NoSuchFileException && !Files.isDirectory(where.resolveSibling(""))) {
            return lost(where.resolveSibling(""), cause);
        }
        return ExporterException.failed(
                "staging-failed",
                message + ": " + cause,
                where.toString(),
                String.valueOf(cause.getMessage()).contains("Too many open files")
                        ? "Allow more of them (ulimit -n), then " + Problem.RUN_AGAIN
                        : "Check the free space and the permissions of --stagingDir, then " + Problem.RUN_AGAIN,
                cause);
    }

    /** What it means that a folder of a run at work is not there. */
    static ExporterException lost(Path folder, Exception cause) {
        return ExporterException.failed(
                "staging-lost",
                "the run's folder was deleted while the run was at work",
                folder.toString(),
                "To have it made anew, " + Problem.RUN_AGAIN,
                cause);
    }

    private void deleteFiles(Predicate<DataFileName> which) {
        try {
            for (Path file : list(files())) {
                String name = file.getFileName().toString();
                String complete =
                        name.endsWith(TEMPORARY) ? name.substring(0, name.length() - TEMPORARY.length()) : name;
                if (dataFile(complete).filter(which).isPresent()) {
                    Files.deleteIfExists(file);
                }
            }
            Durable.folder(files());
        } catch (IOException e) {
            throw failed("staged files could not be deleted", files(), e);
        }
    }

    private static void deleteTree(Path top) throws IOException {
        if (Files.isDirectory(top, LinkOption.NOFOLLOW_LINKS)) {
            for (Path child : list(top)) {
                deleteTree(child);
            }
        }
        Files.deleteIfExists(top);
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        } catch (IOException e) {
            throw failed("the folder could not be read", folder, e);
        }
    }

    /** Empty for a name that is not one of ours: someone else's file is neither counted nor deleted singly. */
    private static Optional<DataFileName> dataFile(String name) {
        try {
            return Optional.of(DataFileName.parse(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<RunId> runId(String text) {
        try {
            return Optional.of(new RunId(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
