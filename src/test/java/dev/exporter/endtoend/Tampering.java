package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/** Damages the tables of a warehouse whose every file is live, as no program should. */
record Tampering(Path warehouse) {
    /** The data files of a table, in the order of their names. */
    List<Path> files(String table) throws IOException {
        try (Stream<Path> files = Files.walk(warehouse.resolve(table).resolve("data"))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                    .toList();
        }
    }

    /** The bounds in a file's folder. */
    static String partition(Path file) {
        return file.getName(file.getNameCount() - 2).toString().replace("height=", "");
    }

    /** Changes a byte in the first data page of a file. */
    static void flipByte(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long position = bytes.length() / 4;
            bytes.seek(position);
            int value = bytes.read();
            bytes.seek(position);
            bytes.write(value ^ 1);
        }
    }

    /** Gives a file the content of another. */
    static void replace(Path file, Path by) throws IOException {
        Files.copy(by, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Changes the entries of a table's live files in its manifests. */
    void changeManifests(String table, Consumer<List<GenericRecord>> change) throws IOException {
        changeAvro(table, "-m0.avro", change);
    }

    /** Changes the inventories of a table. */
    void changeInventories(String table, Consumer<List<GenericRecord>> change) throws IOException {
        changeAvro(table, "inventory-", change);
    }

    private void changeAvro(String table, String part, Consumer<List<GenericRecord>> change) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(warehouse.resolve(table).resolve("metadata"))) {
            files = all.filter(file -> file.getFileName().toString().contains(part))
                    .filter(file -> file.toString().endsWith(".avro"))
                    .toList();
        }
        assertThat(files).as("files of %s in %s", part, table).hasSize(1);
        change(files.get(0), change);
    }

    private static void change(Path file, Consumer<List<GenericRecord>> change) throws IOException {
        List<GenericRecord> records = new ArrayList<>();
        Path changed = file.resolveSibling("changed.tmp");
        try (DataFileReader<GenericRecord> reader = new DataFileReader<>(file.toFile(), new GenericDatumReader<>());
                DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>())) {
            Schema schema = reader.getSchema();
            reader.forEach(records::add);
            change.accept(records);
            for (String key : reader.getMetaKeys()) {
                if (!key.startsWith("avro.")) {
                    writer.setMeta(key, reader.getMeta(key));
                }
            }
            writer.create(schema, changed.toFile());
            for (GenericRecord record : records) {
                writer.append(record);
            }
        }
        Files.move(changed, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Gives a file a name as other programs give them, on disk and in the manifest: as if one of them had written it. */
    Path rename(String table, Path file) throws IOException {
        Path renamed = file.resolveSibling("00000-0-" + UUID.randomUUID() + "-00001.parquet");
        changeManifests(
                table,
                entries -> entries.stream()
                        .filter(entry -> isOf(entry, file))
                        .map(Tampering::dataFile)
                        .forEach(described -> describeAs(described, file, renamed)));
        return Files.move(file, renamed);
    }

    /** Lets a manifest's entry, which tells of a file, tell of another one beside it. */
    static void describeAs(GenericRecord described, Path file, Path other) {
        described.put(
                "file_path",
                described
                        .get("file_path")
                        .toString()
                        .replace(
                                file.getFileName().toString(),
                                other.getFileName().toString()));
    }

    /** The part of a manifest's entry that describes the file. */
    static GenericRecord dataFile(GenericRecord entry) {
        return (GenericRecord) entry.get("data_file");
    }

    /** Whether a manifest's entry is that of a file. */
    static boolean isOf(GenericRecord entry, Path file) {
        return dataFile(entry).get("file_path").toString().endsWith("/" + file.getFileName());
    }

    /**
     * Writes a file anew with other rows, and makes manifest and inventory agree with its size and number of rows: what a
     * defect of the export would look like.
     *
     * @param select a SELECT of the rows from {@code old}
     */
    void rewrite(String table, Path file, String select) throws Exception {
        Path rewritten = file.resolveSibling("rewritten.tmp");
        long rows;
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE VIEW old AS FROM read_parquet('" + file + "', hive_partitioning = false)");
            StringBuilder ids = new StringBuilder("{");
            try (var columns = statement.executeQuery(
                    "SELECT name, field_id FROM parquet_schema('" + file + "') WHERE field_id IS NOT NULL")) {
                while (columns.next()) {
                    ids.append(ids.length() > 1 ? ", " : "")
                            .append('"')
                            .append(columns.getString(1))
                            .append("\": ")
                            .append(columns.getInt(2));
                }
            }
            statement.execute("COPY (" + select + ") TO '" + rewritten + "' (FORMAT PARQUET, FIELD_IDS " + ids + "})");
            try (var count = statement.executeQuery("SELECT count(*) FROM read_parquet('" + rewritten + "')")) {
                count.next();
                rows = count.getLong(1);
            }
        }
        Files.move(rewritten, file, StandardCopyOption.REPLACE_EXISTING);
        long bytes = Files.size(file);
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        changeManifests(
                table,
                entries -> entries.stream().filter(entry -> isOf(entry, file)).forEach(entry -> {
                    dataFile(entry).put("record_count", rows);
                    dataFile(entry).put("file_size_in_bytes", bytes);
                }));
        changeInventories(table, partitions -> {
            for (GenericRecord partition : partitions) {
                for (Object one : (List<?>) partition.get("files")) {
                    GenericRecord recorded = (GenericRecord) one;
                    if (recorded.get("name")
                            .toString()
                            .equals(file.getFileName().toString())) {
                        recorded.put("rows", rows);
                        recorded.put("bytes", bytes);
                        recorded.put("sha256", HexFormat.of().formatHex(sha256));
                    }
                }
            }
        });
    }

    /** Copies a folder with all that is in it. */
    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Path target = to.resolve(from.relativize(one).toString());
                if (Files.isDirectory(one)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(one, target);
                }
            }
        }
    }
}
