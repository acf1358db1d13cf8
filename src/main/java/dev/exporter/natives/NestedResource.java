package dev.exporter.natives;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** Resources in the jars that an executable jar holds, for programs that are not started from it. */
final class NestedResource {
    private NestedResource() {}

    /**
     * Opens a resource of one of the jars in {@code executable}; null where there is none. All that comes before it is
     * read, which takes a second: good enough for what is done once.
     */
    static @Nullable InputStream open(Path executable, String name) {
        try {
            return find(executable, name);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable InputStream find(Path executable, String name) throws IOException {
        ZipInputStream outer = new ZipInputStream(Files.newInputStream(executable));
        for (ZipEntry entry = outer.getNextEntry(); entry != null; entry = outer.getNextEntry()) {
            if (entry.getName().endsWith(".jar")) {
                // Closing it closes the file; it stays open for the caller where it stands at the resource.
                ZipInputStream inner = new ZipInputStream(outer);
                for (ZipEntry resource = inner.getNextEntry(); resource != null; resource = inner.getNextEntry()) {
                    if (resource.getName().equals(name)) {
                        return inner;
                    }
                }
            }
        }
        outer.close();
        return null;
    }
}
