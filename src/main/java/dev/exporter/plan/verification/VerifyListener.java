package dev.exporter.plan.verification;

import dev.exporter.plan.KeyRange;

/** Hears how a verification goes on. Called from several threads at once; must return quickly and must not throw. */
public interface VerifyListener {
    /** What is to be verified is known: so many partitions with so many rows in all tables together. */
    void begun(KeyRange range, int partitions, long rows);

    /** {@code rows} more rows were read, {@code bytes} more bytes of files were. */
    void read(long rows, long bytes);

    /** Everything about a partition is known. */
    void partitionDone(KeyRange partition);

    /** A part of the work that is not about one partition has begun. */
    void stage(String name);
}
