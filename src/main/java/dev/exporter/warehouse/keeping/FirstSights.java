package dev.exporter.warehouse.keeping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.exporter.plan.ExporterException;
import dev.exporter.warehouse.disk.DurableFiles;
import dev.exporter.warehouse.disk.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
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

    /**
     * The form on disk: times in ISO 8601 by absolute paths.
     *
     * @param expired paths of files that were in use until their snapshots expired
     */
    private record Form(
            int formatVersion,
            Map<String, String> firstSeen,
            @Nullable Set<String> expired) {
        /** Earlier versions knew of none. */
        private Set<String> expiredPaths() {
            return expired == null ? Set.of() : expired;
        }
    }

    /**
     * Notes what is an orphan now, durably, and forgets what is none any more; tells since when each is one.
     *
     * @param scope what {@code orphans} were looked for among; of other paths nothing is forgotten
     */
    Map<Path, Instant> note(Collection<Path> orphans, Predicate<Path> scope, Instant now) throws IOException {
        Form before = read();
        Map<String, String> after = new TreeMap<>(before.firstSeen());
        after.keySet().removeIf(path -> scope.test(Path.of(path)));
        Map<Path, Instant> seen = new TreeMap<>();
        for (Path orphan : orphans) {
            @Nullable String known = before.firstSeen().get(orphan.toString());
            Instant first = known == null ? now : Instant.parse(known);
            // A clock that was set back makes nothing older.
            Instant since = first.isAfter(now) ? now : first;
            seen.put(orphan, since);
            after.put(orphan.toString(), since.toString());
        }
        Set<String> expired = new TreeSet<>(before.expiredPaths());
        expired.retainAll(after.keySet());
        write(before, new Form(FORMAT_VERSION, after, expired));
        return seen;
    }

    /** Notes, durably, that these files are about to be orphans because their snapshots expire. */
    void expire(Collection<Path> files) throws IOException {
        Form before = read();
        Set<String> expired = new TreeSet<>(before.expiredPaths());
        files.forEach(file -> expired.add(file.toString()));
        write(before, new Form(FORMAT_VERSION, before.firstSeen(), expired));
    }

    Set<Path> expired() throws IOException {
        Set<Path> expired = new TreeSet<>();
        read().expiredPaths().forEach(path -> expired.add(Path.of(path)));
        return expired;
    }

    private void write(Form before, Form after) throws IOException {
        if (!after.equals(before)) {
            DurableFiles.createFolders(DurableFiles.parentOf(file));
            DurableFiles.replace(file, json.writeValueAsBytes(after));
            DurableFiles.flushFolder(DurableFiles.parentOf(file));
        }
    }

    private Form read() throws IOException {
        try {
            Form form = json.readValue(Files.readAllBytes(file), Form.class);
            if (form.formatVersion() != FORMAT_VERSION) {
                throw ExporterException.refused(
                        "first-sights-too-new",
                        "the record of orphans has the format version " + form.formatVersion(),
                        file.toString(),
                        "Use a newer version of the program");
            }
            return form;
        } catch (NoSuchFileException | JsonProcessingException e) {
            return new Form(FORMAT_VERSION, Map.of(), Set.of()); // a damaged record only makes orphans younger
        }
    }
}
