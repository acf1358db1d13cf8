package dev.exporter.verify.file;

import dev.exporter.plan.DataFileName;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.verification.Finding;
import dev.exporter.warehouse.table.CommittedFile;
import dev.exporter.warehouse.table.RecordedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files of a partition from outside: whether they are there, where they should be, and the bytes that were committed. */
final class FileBytes {
    private static final int AT_ONCE = 1 << 18;

    private final PartitionFiles partition;
    private final List<Finding> differences = new ArrayList<>();

    FileBytes(PartitionFiles partition) {
        this.partition = partition;
    }

    List<Finding> differences() {
        return differences;
    }

    /** Looks at names, places and sizes. */
    void look() {
        Set<Path> seen = new HashSet<>();
        for (CommittedFile file : partition.files()) {
            if (!seen.add(file.path())) {
                differ("file-twice", "the manifests name the file twice", file);
            } else {
                lookAt(file);
            }
        }
    }

    private void lookAt(CommittedFile file) {
        lookAtName(file);
        if (!Files.isRegularFile(file.path())) {
            differ("file-missing", "the file is missing", file);
            return;
        }
        long bytes = size(file);
        if (bytes != file.bytes()) {
            differences.add(finding("file-size", "the file has another size than the manifest says", file)
                    .expecting(file.bytes() + " bytes", bytes + " bytes"));
        }
        @Nullable RecordedFile recorded = partition.recorded().get(file.name());
        if (recorded == null) {
            differ("file-unrecorded", "no inventory names the file: it was not written by an export", file);
        }
    }

    /** Name and folder carry the bounds of the partition. */
    private void lookAtName(CommittedFile file) {
        String folder = partition.rangeColumn() + "=" + partition.bounds();
        String actual = Optional.ofNullable(file.path().getParent())
                .map(parent -> parent.getFileName().toString())
                .orElse("");
        if (!actual.equals(folder)) {
            differences.add(finding("partition-overlap", "the file lies in the folder of other bounds", file)
                    .expecting(folder, actual));
        }
        Optional<KeyRange> named = named(file.name());
        if (named.isPresent() && !named.get().equals(partition.bounds())) {
            differences.add(
                    finding("partition-overlap", "the file is named for other bounds than its partition's", file)
                            .expecting(partition.bounds(), named.get()));
        }
    }

    private static Optional<KeyRange> named(String name) {
        try {
            return Optional.of(DataFileName.parse(name).partition());
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // the inventories tell that it is not ours
        }
    }

    /** Holds the bytes of each file against the SHA-256 that was recorded; false where one differs. */
    boolean matchRecords() {
        boolean match = true;
        for (CommittedFile file : partition.files()) {
            @Nullable RecordedFile recorded = partition.recorded().get(file.name());
            if (recorded != null && Files.isRegularFile(file.path())) {
                String sha256 = sha256(file);
                if (!sha256.equals(recorded.sha256())) {
                    match = false;
                    differences.add(finding("file-changed", "the file is not the one that was committed", file)
                            .expecting("SHA-256 " + recorded.sha256(), sha256));
                }
            }
        }
        return match;
    }

    private long size(CommittedFile file) {
        try {
            return Files.size(file.path());
        } catch (IOException e) {
            differ("file-unreadable", "the file cannot be read (" + e + ")", file);
            return file.bytes();
        }
    }

    private String sha256(CommittedFile file) {
        try (InputStream in = Files.newInputStream(file.path())) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[AT_ONCE];
            int count = in.read(buffer);
            while (count >= 0) {
                digest.update(buffer, 0, count);
                count = in.read(buffer);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            return "none, since it cannot be read: " + e;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private void differ(String code, String message, CommittedFile file) {
        differences.add(finding(code, message, file));
    }

    private Finding finding(String code, String message, CommittedFile file) {
        return Finding.of(code, partition.table().name(), partition.bounds(), message)
                .in(file.path());
    }
}
