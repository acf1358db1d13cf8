package dev.exporter.warehouse.keeping;

import dev.exporter.plan.DataFileName;
import dev.exporter.plan.RunId;
import dev.exporter.warehouse.disk.DurableFiles;
import dev.exporter.warehouse.disk.Layout;
import dev.exporter.warehouse.disk.TableFolder;
import dev.exporter.warehouse.iceberg.FolderTableOperations;
import dev.exporter.warehouse.iceberg.MetadataVersions;
import dev.exporter.warehouse.runs.RunFileStore;
import dev.exporter.warehouse.table.RunProperties;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.iceberg.TableMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Finds files of tables that no retained snapshot and no run file names. It looks at the folders first, at the run files
 * next and at the tables last: a file that a run published was named by its run file before and is by its table after.
 * Symbolic links are not followed, and files whose names are not of this program's making are not looked at. Nor are
 * folders of tables that another program made, or that have lost the versions of their metadata.
 */
final class OrphanSearch {
    private static final Predicate<String> TEMPORARY =
            Pattern.compile("\\..+\\.tmp").asMatchPredicate();
    private static final Predicate<String> DATA = TEMPORARY.or(OrphanSearch::isDataFile);
    private static final Predicate<String> METADATA =
            TEMPORARY.or(Pattern.compile("inventory-.+\\.avro|snap-.+\\.avro|.+-m\\d+\\.avro|v\\d+\\.metadata\\.json")
                    .asMatchPredicate());

    private static final Set<String> PARTS = Set.of("data", "metadata");

    private final Layout layout;

    OrphanSearch(Layout layout) {
        this.layout = layout;
    }

    /** All of them, sorted by their paths. */
    List<Orphan> find() throws IOException {
        List<Orphan> candidates = new ArrayList<>();
        List<TableFolder> tables = new ArrayList<>();
        for (String name : layout.tableNames()) {
            TableFolder table = layout.table(name);
            if (isOwn(table.path()) && kind(table) == Kind.OURS) {
                tables.add(table);
                candidates.addAll(files(table.data(), false, DATA));
                candidates.addAll(files(table.metadata(), true, METADATA));
            }
        }
        candidates.addAll(files(notes(), true, TEMPORARY));
        Set<RunId> unfinished = new HashSet<>();
        Set<Path> named = new HashSet<>();
        for (Path folder : List.of(layout.runs(), layout.rewrites())) {
            RunFileStore store = new RunFileStore(layout, folder);
            for (RunId run : store.runs()) {
                unfinished.add(run);
                store.read(run)
                        .ifPresent(file -> file.files()
                                .forEach(staged -> named.add(layout.dataFile(file.rangeColumn(), staged.name()))));
            }
        }
        for (TableFolder table : tables) {
            named.addAll(NeededFiles.of(table, unfinished));
        }
        return candidates.stream()
                .filter(orphan -> !named.contains(orphan.path()))
                .sorted((one, other) -> one.path().compareTo(other.path()))
                .toList();
    }

    /** The folders that have metadata of tables, but not the versions by which this program would know them; sorted. */
    List<Path> unknownTables() throws IOException {
        List<Path> unknown = new ArrayList<>();
        for (String name : layout.tableNames()) {
            TableFolder table = layout.table(name);
            if (isOwn(table.path()) && kind(table) == Kind.UNKNOWN) {
                unknown.add(table.path());
            }
        }
        return unknown;
    }

    /** Whether a file lies where orphans are looked for: not in another namespace, nor outside the warehouse. */
    boolean looksAt(Path file) {
        if (file.startsWith(notes())) {
            return true;
        }
        if (!file.startsWith(layout.tables())) {
            return false;
        }
        // Without a namespace, the folders of all namespaces lie beside the tables.
        Path inside = layout.tables().relativize(file);
        return inside.getNameCount() > 2 && PARTS.contains(inside.getName(1).toString());
    }

    private Path notes() {
        return DurableFiles.parentOf(layout.runs());
    }

    /** Whether a folder lies in the warehouse itself, and not behind a symbolic link. */
    private boolean isOwn(Path folder) {
        for (Path part = folder; !part.equals(layout.root()); part = DurableFiles.parentOf(part)) {
            if (Files.isSymbolicLink(part)) {
                return false;
            }
        }
        return true;
    }

    private static List<Orphan> files(Path folder, boolean isMetadata, Predicate<String> isOurs) throws IOException {
        List<Orphan> files = new ArrayList<>();
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return files;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                if (attributes.isRegularFile() && isOurs.test(name)) {
                    files.add(new Orphan(file, attributes.size(), isMetadata));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // went away while the folder was read
                }
                throw failure;
            }
        });
        return files;
    }

    private static boolean isDataFile(String name) {
        return DataFileName.runOf(name).isPresent();
    }

    /** Whose table a folder has. */
    private enum Kind {
        /** This program's, or none yet: what a run leaves that is killed before the first commit. */
        OURS,
        FOREIGN,
        /** Its metadata is not where this program looks for it, so that nobody can tell what it needs. */
        UNKNOWN
    }

    private static Kind kind(TableFolder table) throws IOException {
        // Looked for first: a first commit in between is none of them, and the table is there then.
        boolean hasTraces = MetadataVersions.haveTracesIn(table.metadata());
        @Nullable TableMetadata metadata = new FolderTableOperations(table, Files::createLink).current();
        if (metadata == null) {
            return hasTraces ? Kind.UNKNOWN : Kind.OURS;
        }
        return metadata.properties().containsKey(RunProperties.FORMAT_VERSION) ? Kind.OURS : Kind.FOREIGN;
    }
}
