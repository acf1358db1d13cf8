package dev.exporter.run.holder;

import dev.exporter.plan.KeyRange;
import java.io.IOException;
import java.nio.file.Path;

/** A range held by a lock of the operating system, which a dead process gives back by itself. */
final class LockHold implements RangeHold {
    private final HolderFolder folder;
    private final Path path;
    private final KeyRange range;
    private final LockFile file;

    LockHold(HolderFolder folder, Path path, KeyRange range, LockFile file) {
        this.folder = folder;
        this.path = path;
        this.range = range;
        this.file = file;
    }

    @Override
    public void requireHeld() {
        if (!file.isInPlace()) {
            throw RangeHold.lost(range, "its lock file was removed", path);
        }
    }

    @Override
    public void close() {
        synchronized (LockFile.MONITOR) {
            try (file) {
                folder.underGlobalLock(() -> {
                    // Whoever else wants the file waits for the global lock, so that nobody has it open.
                    if (file.isInPlace()) {
                        folder.remove(range);
                    }
                    file.close();
                    return range;
                });
            } catch (IOException e) {
                // The lock is gone with its channel, and what is left of its file the next run takes for what it is.
            }
        }
    }
}
