package dev.exporter.warehouse.commit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.inmemory.InMemoryOutputFile;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.LocationProvider;
import org.apache.iceberg.io.OutputFile;
import org.jspecify.annotations.Nullable;

/**
 * A table to which a run's commit is only tried: all that Iceberg and the run check is checked, and what would be written
 * stays in memory. For one thread and one commit.
 */
final class Trial implements TableOperations {
    private final RunOperations run;
    private final FileIO io;
    /** The table after the commit, or null before. */
    private @Nullable TableMetadata tried;

    Trial(RunOperations run) {
        this.run = run;
        this.io = new Unwritten(run.io());
    }

    @Override
    public TableMetadata current() {
        return tried == null ? run.current() : tried;
    }

    @Override
    public TableMetadata refresh() {
        return tried == null ? run.refresh() : tried;
    }

    @Override
    public void commit(TableMetadata seen, TableMetadata updated) {
        run.requireRight(seen, updated, io);
        tried = updated;
    }

    @Override
    public FileIO io() {
        return io;
    }

    @Override
    public String metadataFileLocation(String fileName) {
        return run.metadataFileLocation(fileName);
    }

    @Override
    public LocationProvider locationProvider() {
        return run.locationProvider();
    }

    /** The files of a table, and in memory those that are new. Thread-safe, as manifests are written by several. */
    @SuppressWarnings("serial") // FileIO asks for it; nothing here is ever sent to another process
    private static final class Unwritten implements FileIO {
        private final FileIO files;
        private final Map<String, OutputFile> unwritten = new ConcurrentHashMap<>();

        private Unwritten(FileIO files) {
            this.files = files;
        }

        @Override
        public InputFile newInputFile(String location) {
            @Nullable OutputFile file = unwritten.get(location);
            return file == null ? files.newInputFile(location) : file.toInputFile();
        }

        @Override
        public OutputFile newOutputFile(String location) {
            OutputFile file = new InMemoryOutputFile(location);
            unwritten.put(location, file);
            return file;
        }

        /** Only what is new: nothing else is this one's to delete. */
        @Override
        public void deleteFile(String location) {
            unwritten.remove(location);
        }

        @Override
        public Map<String, String> properties() {
            return files.properties();
        }
    }
}
