package dev.exporter.warehouse.disk;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Gives a complete file its final name and never replaces another file. The name is made by a hard link, which fails
 * where the name is taken; a rename would silently replace. Thread-safe.
 */
public final class Placement {
    private final Link link;
    private final Rename rename;

    public Placement(Link link) {
        this(link, (complete, target) -> Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE));
    }

    public Placement(Link link, Rename rename) {
        this.link = link;
        this.rename = rename;
    }

    /** How a second name is made for a file; {@link Files#createLink} outside tests. */
    @FunctionalInterface
    public interface Link {
        /** Makes {@code name} a name of {@code existing}, or fails if {@code name} is taken. */
        void create(Path name, Path existing) throws IOException;
    }

    /** How a file gets another name where it cannot have two. */
    @FunctionalInterface
    public interface Rename {
        void rename(Path complete, Path target) throws IOException;
    }

    /**
     * Moves {@code complete} to {@code target}.
     *
     * @throws FileAlreadyExistsException if another file has that name
     * @throws java.nio.file.AtomicMoveNotSupportedException if the two are on different file systems
     */
    public void place(Path complete, Path target) throws IOException {
        try {
            link.create(target, complete);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | IOException e) {
            if (!isLinked(complete, target)) {
                renameIfAbsent(complete, target, e);
                return;
            }
        }
        Files.delete(complete);
    }

    /** Without hard links: data files' names hold their run's id, so that only that run could take the name. */
    private void renameIfAbsent(Path complete, Path target, Exception unlinked) throws IOException {
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        try {
            rename.rename(complete, target);
        } catch (IOException e) {
            e.addSuppressed(unlinked);
            throw e;
        }
    }

    /** Whether {@code target} is a name of {@code complete}: a link may be made although its maker heard of a failure. */
    public static boolean isLinked(Path complete, Path target) throws IOException {
        return Files.exists(target) && Files.isSameFile(complete, target);
    }
}
