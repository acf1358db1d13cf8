package dev.exporter.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder as it once was. Tests that begin with the same tables make them once and all work in one folder, since tables
 * name their files by full paths; each finds the folder as the first one did.
 */
final class KeptFolder {
    private final Path folder;
    private final Path copy;

    private KeptFolder(Path folder, Path copy) {
        this.folder = folder;
        this.copy = copy;
    }

    /** Keeps a folder as it is now, by a copy at a path where nothing is yet. */
    static KeptFolder of(Path folder, Path copy) throws IOException {
        Tampering.copy(folder, copy);
        return new KeptFolder(folder, copy);
    }

    /** Makes the folder as it was. */
    void restore() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
        Tampering.copy(copy, folder);
    }
}
