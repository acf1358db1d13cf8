package dev.exporter.run.rewrite;

import dev.exporter.plan.DataFileName;
import dev.exporter.warehouse.manifest.LiveFile;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How large files are to be, and which partitions are far from it.
 *
 * @param maxFileRows no file has more rows
 * @param maxFileBytes the size that files aim at
 */
public record FileTarget(long maxFileRows, long maxFileBytes) {
    public FileTarget {
        if (maxFileRows < 1 || maxFileBytes < 1) {
            throw new IllegalArgumentException("maxFileRows " + maxFileRows + ", maxFileBytes " + maxFileBytes);
        }
    }

    /** How many files would do for so many rows and bytes. */
    public int filesFor(long rows, long bytes) {
        long byRows = (rows + maxFileRows - 1) / maxFileRows;
        // Files end close to the target, not on it.
        double byBytes = Math.ceil(bytes / (maxFileBytes * 0.9));
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.max(byRows, byBytes)));
    }

    /** How many files would do for the rows of these. */
    public int filesFor(List<LiveFile> files) {
        return filesFor(
                files.stream().mapToLong(LiveFile::rows).sum(),
                files.stream().mapToLong(LiveFile::bytes).sum());
    }

    /**
     * Whether rewriting a partition is worth it: it has more files than would do, or files of several runs, whose rows
     * may interleave.
     *
     * @param files all files of the partition
     */
    public boolean isMissedBy(List<LiveFile> files) {
        return files.size() > filesFor(files) || isMixed(files);
    }

    /** Whether the files of a partition are of several runs, so that they may not be sorted throughout. */
    boolean isMixed(List<LiveFile> files) {
        return writers(files).size() > 1;
    }

    private static Set<String> writers(List<LiveFile> files) {
        Set<String> writers = new HashSet<>();
        for (LiveFile file : files) {
            try {
                DataFileName name = DataFileName.parse(file.name());
                writers.add(name.run() + "_" + name.attempt());
            } catch (IllegalArgumentException e) {
                writers.add(file.name()); // another program wrote it
            }
        }
        return writers;
    }
}
