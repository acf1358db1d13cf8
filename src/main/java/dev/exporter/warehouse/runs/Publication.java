package dev.exporter.warehouse.runs;

import dev.exporter.fault.FaultPoint;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.disk.DurableFiles;
import dev.exporter.warehouse.disk.Layout;
import dev.exporter.warehouse.disk.Placement;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * Gives a run's staged files their names in the warehouse. Can be repeated after a stop at any instruction: a file that
 * is there with the right content is done, whether or not it is still staged. Never overwrites.
 */
public final class Publication {
    private final Layout layout;
    private final Placement placement;
    private final RunFileStore store;

    /** @param store takes down what is about to be published */
    public Publication(Layout layout, Placement placement, RunFileStore store) {
        this.layout = layout;
        this.placement = placement;
        this.store = store;
    }

    /**
     * Publishes all files; their bytes and names are durable on return.
     *
     * @param stop asked before each file
     * @return false where it was told to stop before the last file; those before it stay
     * @throws ExporterException failed, if a staged file is missing or changed, or another content has its name; files
     *     published before it stay
     */
    public boolean publish(RunFile runFile, BooleanSupplier stop) throws IOException {
        store.add(runFile);
        FaultPoint.AFTER_RUN_FILE.reached();
        Set<Path> folders = new TreeSet<>();
        for (StagedFile file : runFile.files()) {
            if (stop.getAsBoolean()) {
                return false;
            }
            Path target = layout.dataFile(runFile.rangeColumn(), file.name());
            for (Path folder = DurableFiles.parentOf(target);
                    folder.startsWith(layout.root()) && folders.add(folder);
                    folder = DurableFiles.parentOf(folder)) {}
            DurableFiles.createFolders(DurableFiles.parentOf(target));
            publish(file, target);
        }
        // Also those that were there: an earlier try may have stopped before it flushed them.
        for (Path folder : folders) {
            DurableFiles.flushFolder(folder);
        }
        return true;
    }

    private void publish(StagedFile file, Path target) throws IOException {
        if (Files.exists(target)) {
            refuseOtherContent(file, target);
            return;
        }
        refuseUnlessAsStaged(file, file.path(), "the staged file");
        FaultPoint.MID_PUBLISH.reached();
        try {
            placement.place(file.path(), target);
            FaultPoint.AFTER_RENAME.reached();
        } catch (FileAlreadyExistsException e) {
            refuseOtherContent(file, target);
        } catch (AtomicMoveNotSupportedException e) {
            copy(file, target);
        }
    }

    /** To another file system: beside the target first, so that the final name appears with the whole content. */
    private void copy(StagedFile file, Path target) throws IOException {
        Path copy = target.resolveSibling("." + file.name() + ".tmp");
        try {
            Files.copy(file.path(), copy, StandardCopyOption.REPLACE_EXISTING);
            DurableFiles.flushFile(copy);
            refuseUnlessAsStaged(file, copy, "the copy of the staged file");
            placement.place(copy, target);
        } finally {
            Files.deleteIfExists(copy);
        }
        Files.delete(file.path());
    }

    private static void refuseUnlessAsStaged(StagedFile file, Path path, String what) throws IOException {
        if (!Files.exists(path)) {
            throw lost("staged-file-missing", what + " is neither there nor published", path);
        }
        if (Files.size(path) != file.bytes() || !DurableFiles.sha256(path).equals(file.sha256())) {
            throw lost("staged-file-changed", what + " is not what the run wrote (size or SHA-256 differ)", path);
        }
    }

    private static void refuseOtherContent(StagedFile file, Path target) throws IOException {
        if (Files.size(target) != file.bytes() || !DurableFiles.sha256(target).equals(file.sha256())) {
            throw ExporterException.failed(
                    "target-differs",
                    "the warehouse has a file of this name with another content",
                    target.toString(),
                    "Nothing was committed; start again with --fresh",
                    null);
        }
    }

    private static ExporterException lost(String code, String message, Path where) {
        return ExporterException.failed(
                code,
                message,
                where.toString(),
                "It was not committed; restore the file, or have its partition read again: " + Problem.RUN_AGAIN,
                null);
    }
}
