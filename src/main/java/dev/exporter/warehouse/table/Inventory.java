package dev.exporter.warehouse.table;

import dev.exporter.plan.ContentHash;
import dev.exporter.plan.DataFileName;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.disk.DurableFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What a run wrote into a table, kept beside the table's metadata as an Avro file of its own: for each rewritten
 * partition its content hash and its files with their SHA-256. Thread-safe.
 */
public final class Inventory {
    private final Schema schema;
    private final Schema fileSchema;

    public Inventory() {
        this.schema = schema();
        this.fileSchema = schema.getField("files").schema().getElementType();
    }

    /**
     * What an inventory says of a partition.
     *
     * @param files by their names
     */
    record Partition(ContentHash hash, Map<String, RecordedFile> files) {
        Partition {
            files = Map.copyOf(files);
        }
    }

    /**
     * Writes what a run has made of partitions, durable on return; one of the name from an earlier try is replaced.
     *
     * @param fileName begins with {@code inventory-} and the run
     * @param folder of the table's metadata
     * @throws ExporterException failed, if no inventory tells any more of files that stay
     */
    public void write(RunId run, String fileName, List<RewrittenPartition> rewritten, Path folder) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setMeta(RunProperties.FORMAT_VERSION, RunProperties.FORMAT);
            writer.setMeta(RunProperties.RUN_ID, run.text());
            writer.create(schema, bytes);
            for (RewrittenPartition partition : rewritten) {
                writer.append(record(partition, folder));
            }
        }
        DurableFiles.createFolders(folder);
        DurableFiles.replace(folder.resolve(fileName), bytes.toByteArray());
        DurableFiles.flushFolder(folder);
    }

    private GenericRecord record(RewrittenPartition partition, Path folder) throws IOException {
        List<RecordedFile> entries = new ArrayList<>(earlier(partition, folder));
        partition.files().forEach(file -> entries.add(recorded(file)));
        List<GenericRecord> files = new ArrayList<>();
        for (RecordedFile file : entries) {
            files.add(new GenericRecordBuilder(fileSchema)
                    .set("name", file.name())
                    .set("rows", file.rows())
                    .set("bytes", file.bytes())
                    .set("sha256", file.sha256())
                    .build());
        }
        return new GenericRecordBuilder(schema)
                .set("first", partition.bounds().first())
                .set("last", partition.bounds().last())
                .set("rows", partition.hash().rows())
                .set("content_hash", partition.hash().toString())
                .set("files", files)
                .build();
    }

    /** What earlier inventories say of the files that stay: an inventory tells of all files of a partition. */
    private List<RecordedFile> earlier(RewrittenPartition partition, Path folder) throws IOException {
        List<RecordedFile> entries = new ArrayList<>();
        for (String name : partition.beside()) {
            @Nullable Partition recorded = read(folder, DataFileName.parse(name).run()).get(partition.bounds());
            @Nullable RecordedFile entry = recorded == null ? null : recorded.files().get(name);
            if (entry == null) {
                throw ExporterException.failed(
                        "inventory-missing",
                        "no inventory tells of the file " + name + " any more",
                        folder.toString(),
                        "Nothing was committed; start again with --fresh, which replaces the partition",
                        null);
            }
            entries.add(entry);
        }
        return entries;
    }

    /** What the inventories of a run say of partitions; nothing where there are none (any more). */
    Map<KeyRange, Partition> read(Path folder, RunId run) throws IOException {
        Map<KeyRange, Partition> partitions = new HashMap<>();
        for (GenericRecord partition : records(folder, run)) {
            KeyRange bounds = new KeyRange((long) partition.get("first"), (long) partition.get("last"));
            partitions.put(bounds, partition(partition));
        }
        return partitions;
    }

    /** What the inventories of a run say of its files; nothing where there are none (any more). */
    public List<RecordedFile> recorded(Path folder, RunId run) throws IOException {
        List<RecordedFile> recorded = new ArrayList<>();
        for (GenericRecord partition : records(folder, run)) {
            recorded.addAll(filesOf(partition));
        }
        return recorded;
    }

    private List<GenericRecord> records(Path folder, RunId run) throws IOException {
        List<GenericRecord> records = new ArrayList<>();
        for (Path file : files(folder, run)) {
            try (DataFileReader<GenericRecord> reader =
                    new DataFileReader<>(file.toFile(), new GenericDatumReader<>(schema))) {
                reader.forEach(records::add);
            }
        }
        return records;
    }

    private static RecordedFile recorded(StagedFile file) {
        return new RecordedFile(file.name().toString(), file.rows(), file.bytes(), file.sha256());
    }

    private static RecordedFile recorded(GenericRecord file) {
        return new RecordedFile(
                file.get("name").toString(),
                (long) file.get("rows"),
                (long) file.get("bytes"),
                file.get("sha256").toString());
    }

    private static Partition partition(GenericRecord partition) {
        Map<String, RecordedFile> files = new HashMap<>();
        filesOf(partition).forEach(file -> files.put(file.name(), file));
        return new Partition(ContentHash.parse(partition.get("content_hash").toString()), files);
    }

    private static List<RecordedFile> filesOf(GenericRecord partition) {
        List<RecordedFile> files = new ArrayList<>();
        for (Object file : (GenericData.Array<?>) partition.get("files")) {
            files.add(recorded((GenericRecord) file));
        }
        return files;
    }

    /** The inventories of a run, one for each wave that it committed. */
    public static List<Path> files(Path folder, RunId run) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "inventory-" + run + "*.avro")) {
            found.forEach(files::add);
        } catch (NoSuchFileException e) {
            return List.of(); // a table that was never committed to
        }
        return files;
    }

    private static Schema schema() {
        try (@Nullable InputStream stream = Inventory.class.getResourceAsStream("inventory.avsc")) {
            if (stream == null) {
                throw new IllegalStateException("the resource inventory.avsc is missing");
            }
            return new Schema.Parser().parse(stream);
        } catch (IOException e) {
            throw new IllegalStateException("the resource inventory.avsc cannot be read", e);
        }
    }
}
