package dev.exporter.natives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * A note beside a file that says in which state its bytes were checked. Whoever changes the file changes its time of
 * change, which cannot be set back; that of a file with the right name in a folder of the user's own is trusted.
 *
 * @param note where the note lies
 * @param state the file's, when this seal was made; empty where the file system does not tell enough
 */
record Seal(Path file, Path note, String state) {
    /** To be made before the file is checked. */
    static Seal of(Path file) throws IOException {
        Path note = file.resolveSibling(file.getFileName() + ".checked");
        return new Seal(file, note, state(file));
    }

    private static String state(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return "";
        }
        Map<String, Object> attributes =
                Files.readAttributes(file, "unix:size,ino,dev,ctime,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        return new TreeMap<>(attributes).toString();
    }

    /** Whether the file was checked in its present state. */
    boolean isSet() throws IOException {
        return !state.isEmpty()
                && PrivateDirectory.holdsOwn(note)
                && Files.readString(note).equals(state);
    }

    /** Notes that the file was checked, unless it has changed meanwhile. */
    void set() throws IOException {
        if (state.isEmpty() || !state.equals(state(file))) {
            return;
        }
        Path temporary = Files.createTempFile(note.resolveSibling(""), ".unpacking", ".tmp");
        try {
            Files.writeString(temporary, state);
            Files.move(temporary, note, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
