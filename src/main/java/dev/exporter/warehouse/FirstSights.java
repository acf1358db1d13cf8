package dev.exporter.warehouse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.exporter.plan.ExporterException;
import dev.exporter.warehouse.iceberg.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When each orphan was first seen as one, in {@code .exporter/first-sights.json}. A file's own times tell nothing of it:
 * a rename keeps them.
 */
final class FirstSights {
    private static final int FORMAT_VERSION = 1;

    private final Path file;
    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    FirstSights(Layout layout) {
        this.file = layout.root().resolve(".exporter").resolve("first-sights.json");
    }

    /** The form on disk: times in ISO 8601 by absolute paths. */
    private record Form(int formatVersion, Map<String, String> firstSeen) {}

    /** Notes what is an orphan now, durably, and forgets what is none any more; tells since when each is one. */
    Map<Path, Instant> note(Collection<Path> orphans, Instant now) throws IOException {
        Map<String, String> before = read();
        Map<String, String> after = new TreeMap<>();
        Map<Path, Instant> seen = new TreeMap<>();
        for (Path orphan : orphans) {
            @Nullable String known = before.get(orphan.toString());
            Instant first = known == null ? now : Instant.parse(known);
            // A clock that was set back makes nothing older.
            Instant since = first.isAfter(now) ? now : first;
            seen.put(orphan, since);
            after.put(orphan.toString(), since.toString());
        }
        if (!after.equals(before)) {
            DurableFiles.createFolders(DurableFiles.parentOf(file));
            DurableFiles.replace(file, json.writeValueAsBytes(new Form(FORMAT_VERSION, after)));
            DurableFiles.flushFolder(DurableFiles.parentOf(file));
        }
        return seen;
    }

    private Map<String, String> read() throws IOException {
        try {
            Form form = json.readValue(Files.readAllBytes(file), Form.class);
            if (form.formatVersion() != FORMAT_VERSION) {
                throw ExporterException.refused(
                        "first-sights-too-new",
                        "the record of orphans has the format version " + form.formatVersion(),
                        file.toString(),
                        "Use a newer version of the program");
            }
            return form.firstSeen();
        } catch (NoSuchFileException | JsonProcessingException e) {
            return Map.of(); // a damaged record only makes orphans younger
        }
    }
}
