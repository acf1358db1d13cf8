package dev.exporter.warehouse.table;

import dev.exporter.plan.ContentHash;
import dev.exporter.plan.KeyRange;
import dev.exporter.staging.StagedFile;
import java.util.List;

/**
 * A partition with its new content.
 *
 * @param bounds the partition's full bounds
 * @param hash of all its rows
 * @param files in the order of their rows; none where the partition became empty
 * @param beside the names of the partition's live files where they stay, with {@code files} beside them; none where
 *     the partition is replaced
 */
public record RewrittenPartition(KeyRange bounds, ContentHash hash, List<StagedFile> files, List<String> beside) {
    public RewrittenPartition {
        files = List.copyOf(files);
        beside = List.copyOf(beside);
        long rows = files.stream().mapToLong(StagedFile::rows).sum();
        if (beside.isEmpty() ? rows != hash.rows() : rows >= hash.rows()) {
            throw new IllegalArgumentException("partition " + bounds + ": the files have " + rows
                    + " rows, the content hash counts " + hash.rows());
        }
        for (StagedFile file : files) {
            if (!file.name().partition().equals(bounds)) {
                throw new IllegalArgumentException(file.name() + " is not of partition " + bounds);
            }
        }
    }

    /** A partition that is replaced. */
    public RewrittenPartition(KeyRange bounds, ContentHash hash, List<StagedFile> files) {
        this(bounds, hash, files, List.of());
    }

    /** Whether other files take the place of all that it has. */
    public boolean isReplaced() {
        return beside.isEmpty();
    }
}
