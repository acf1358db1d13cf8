package dev.exporter.plan;

/**
 * Hears what a run does, while it does it. Called from several threads at once; must return quickly and must not
 * throw.
 */
public interface ProgressListener {
    /** The plan is durable. {@code filesKept} files are already staged by an earlier execution of the run. */
    void planned(RunPlan plan, boolean resumed, int partitionsDone, int filesKept);

    /**
     * The rows of all partitions of a wave are being loaded and joined: {@code bytes} of about {@code expected} bytes of
     * the source so far, joining counted in.
     */
    void loading(long bytes, long expected);

    /** A partition's source rows are being read; {@code sourceRows} of them so far. */
    void reading(KeyRange partition, long sourceRows);

    /** A partition was read and sorted: {@code rows} rows are to be written for all its tables together. */
    void sorted(KeyRange partition, long rows);

    /** A file is durable in staging. */
    void fileWritten(KeyRange partition, String table, long rows, long bytes);

    /** All files of a partition are staged. */
    void partitionDone(KeyRange partition);

    /** A step of the run as a whole has begun: {@code publish}, {@code commit} or {@code sweep}. */
    void stage(String name);

    /** Something that an operator should look at. */
    void warning(String message);

    /** Something that an operator may want to know. */
    void information(String message);

    /** Passes on to another listener all that it hears. */
    abstract class Forwarding implements ProgressListener {
        private final ProgressListener next;

        protected Forwarding(ProgressListener next) {
            this.next = next;
        }

        @Override
        public void planned(RunPlan plan, boolean resumed, int partitionsDone, int filesKept) {
            next.planned(plan, resumed, partitionsDone, filesKept);
        }

        @Override
        public void loading(long bytes, long expected) {
            next.loading(bytes, expected);
        }

        @Override
        public void reading(KeyRange partition, long sourceRows) {
            next.reading(partition, sourceRows);
        }

        @Override
        public void sorted(KeyRange partition, long rows) {
            next.sorted(partition, rows);
        }

        @Override
        public void fileWritten(KeyRange partition, String table, long rows, long bytes) {
            next.fileWritten(partition, table, rows, bytes);
        }

        @Override
        public void partitionDone(KeyRange partition) {
            next.partitionDone(partition);
        }

        @Override
        public void stage(String name) {
            next.stage(name);
        }

        @Override
        public void warning(String message) {
            next.warning(message);
        }

        @Override
        public void information(String message) {
            next.information(message);
        }
    }
}
