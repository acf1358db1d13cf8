package dev.exporter.warehouse;

import dev.exporter.plan.ContentHash;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.iceberg.DurableFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
final class Inventory {
    private final Schema schema;
    private final Schema fileSchema;

    Inventory() {
        this.schema = schema();
        this.fileSchema = schema.getField("files").schema().getElementType();
    }

    /** What an inventory says of a partition. */
    record Partition(ContentHash hash, Set<String> files) {}

    static String fileName(TableCommit commit) {
        return "inventory-" + commit.id() + ".avro";
    }

    /** Writes the inventory of a commit, durable on return; one of an earlier try is replaced. */
    void write(TableCommit commit, Path folder) throws IOException {
        write(commit.plan().run(), fileName(commit), commit.rewritten(), folder);
    }

    /** Writes an inventory of partitions under a name of its own, durable on return. */
    void write(RunId run, String fileName, List<TableCommit.Rewritten> rewritten, Path folder) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setMeta(RunProperties.FORMAT_VERSION, RunProperties.FORMAT);
            writer.setMeta(RunProperties.RUN_ID, run.text());
            writer.create(schema, bytes);
            for (TableCommit.Rewritten partition : rewritten) {
                writer.append(record(partition));
            }
        }
        DurableFiles.createFolders(folder);
        DurableFiles.replace(folder.resolve(fileName), bytes.toByteArray());
        DurableFiles.flushFolder(folder);
    }

    private GenericRecord record(TableCommit.Rewritten partition) {
        List<GenericRecord> files = new ArrayList<>();
        for (StagedFile file : partition.files()) {
            files.add(new GenericRecordBuilder(fileSchema)
                    .set("name", file.name().toString())
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

    /** What the inventories of a run say; nothing where there are none (any more). */
    Map<KeyRange, Partition> read(Path folder, RunId run) throws IOException {
        Map<KeyRange, Partition> partitions = new HashMap<>();
        for (Path file : files(folder, run)) {
            try (DataFileReader<GenericRecord> reader =
                    new DataFileReader<>(file.toFile(), new GenericDatumReader<>(schema))) {
                for (GenericRecord partition : reader) {
                    KeyRange bounds = new KeyRange((long) partition.get("first"), (long) partition.get("last"));
                    partitions.put(bounds, partition(partition));
                }
            }
        }
        return partitions;
    }

    private static Partition partition(GenericRecord partition) {
        Set<String> names = new HashSet<>();
        for (Object file : (GenericData.Array<?>) partition.get("files")) {
            names.add(((GenericRecord) file).get("name").toString());
        }
        return new Partition(ContentHash.parse(partition.get("content_hash").toString()), names);
    }

    /** The inventories of a run, one for each wave that it committed. */
    static List<Path> files(Path folder, RunId run) throws IOException {
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
