package dev.exporter.warehouse.keeping;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
     * The form on disk: times and durations in ISO 8601 by absolute paths.
     *
     * @param graces by files that were in use until their snapshots expired: the grace that was given then
     * @param expired such files of which no grace is known; only earlier versions wrote them
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Form(
            int formatVersion,
            Map<String, String> firstSeen,
            @Nullable Map<String, String> graces,
            @Nullable Set<String> expired) {
        private static Form of(Map<String, String> firstSeen, Map<String, String> graces) {
            return new Form(FORMAT_VERSION, firstSeen, graces, null);
        }

        private Map<String, String> allGraces() {
            Map<String, String> all = new TreeMap<>();
            if (expired != null) {
                expired.forEach(path -> all.put(path, Duration.ZERO.toString()));
            }
            if (graces != null) {
                all.putAll(graces);
            }
            return all;
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
        Map<String, String> graces = before.allGraces();
        // One that is there and no orphan may be about to become one.
        graces.keySet().removeIf(path -> !after.containsKey(path) && Files.notExists(Path.of(path)));
        write(before, Form.of(after, graces));
        return seen;
    }

    /**
     * Notes, durably, that these files are about to be orphans because their snapshots expire.
     *
     * @param grace for how long they stay then
     */
    void expire(Collection<Path> files, Duration grace) throws IOException {
        Form before = read();
        Map<String, String> graces = before.allGraces();
        files.forEach(file -> graces.put(file.toString(), grace.toString()));
        write(before, Form.of(before.firstSeen(), graces));
    }

    /** The files that were in use until their snapshots expired, each with the grace that was given then. */
    Map<Path, Duration> expired() throws IOException {
        Map<Path, Duration> expired = new TreeMap<>();
        read().allGraces().forEach((path, grace) -> expired.put(Path.of(path), Duration.parse(grace)));
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
            return Form.of(Map.of(), Map.of()); // a damaged record only makes orphans younger
        }
    }
}
