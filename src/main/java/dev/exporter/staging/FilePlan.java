package dev.exporter.staging;

/**
 * How many rows each file of a partition's table gets. Pure arithmetic on what is recorded with each file, so a
 * resumed run cuts as the interrupted one would have.
 *
 * @param maxFileRows no file has more rows
 * @param maxFileBytes the size that files aim at
 */
public record FilePlan(long maxFileRows, long maxFileBytes) {
    public FilePlan {
        if (maxFileRows < 1 || maxFileBytes < 1) {
            throw new IllegalArgumentException("maxFileRows " + maxFileRows + ", maxFileBytes " + maxFileBytes);
        }
    }

    /**
     * What is to be written, and how much of it is.
     *
     * @param rows in complete files so far
     * @param bytes of complete files so far
     * @param totalRows of the table in this partition
     * @param canonicalBytes of all these rows: the estimate for the first file, above what it compresses to
     */
    public record Progress(long rows, long bytes, long totalRows, long canonicalBytes) {
        public Progress {
            if (rows < 0 || bytes < 0 || rows > totalRows || canonicalBytes < 0) {
                throw new IllegalArgumentException(
                        "rows " + rows + " of " + totalRows + ", bytes " + bytes + " of " + canonicalBytes);
            }
        }

        public boolean done() {
            return rows == totalRows;
        }

        /** The progress once this file is complete. */
        public Progress plus(StagedFile file) {
            return new Progress(rows + file.rows(), bytes + file.bytes(), totalRows, canonicalBytes);
        }
    }

    /** The rows of the next file, at least 1; what remains is cut evenly, so that no small rest is left over. */
    public long nextRows(Progress progress) {
        long remaining = progress.totalRows() - progress.rows();
        if (remaining < 1) {
            throw new IllegalArgumentException("all " + progress.totalRows() + " rows are written");
        }
        double bytesPerRow = progress.rows() > 0
                ? (double) progress.bytes() / progress.rows()
                : (double) progress.canonicalBytes() / progress.totalRows();
        long fittingBytes = (long) Math.max(1, maxFileBytes / Math.max(bytesPerRow, 1e-9));
        // Not above what remains, so that the sum below cannot overflow.
        long fitting = Math.min(remaining, Math.min(maxFileRows, fittingBytes));
        long files = (remaining + fitting - 1) / fitting;
        return (remaining + files - 1) / files;
    }

    /** Whether a file of this size is more than 10 % over the target and can be made smaller. */
    public boolean tooLarge(long rows, long bytes) {
        return rows > 1 && bytes > maxFileBytes + maxFileBytes / 10;
    }

    /** The rows to try after a file came out {@link #tooLarge}: fewer than {@code rows}, at least 1. */
    public long fewerRows(long rows, long bytes) {
        return Math.max(1, Math.min(rows - 1, (long) (rows * ((double) maxFileBytes / bytes) * 0.95)));
    }
}
