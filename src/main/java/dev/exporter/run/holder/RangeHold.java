package dev.exporter.run.holder;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Problem;
import java.nio.file.Path;

/** A range that this run holds until it is closed. Thread-safe. */
public sealed interface RangeHold extends AutoCloseable permits LockHold, LeaseHold {
    /**
     * Makes sure that the range is still held, to be asked before each step that others could see.
     *
     * @throws ExporterException failed, if it is not: a lease ran out, or its file or the lock's was removed
     */
    void requireHeld();

    /** Gives the range back. Does not fail: whatever is left over is told from a living holder by the next. */
    @Override
    void close();

    /** What to throw where another run has the range. */
    static ExporterException held(KeyRange asked, String holder, Path where, String remedy) {
        Problem problem = new Problem(
                "range-held",
                "another run is at work on an overlapping range of this warehouse (" + asked + " is asked for): "
                        + holder,
                where.toString(),
                remedy);
        return new ExporterException(ExitCode.HELD, problem, null);
    }

    /** What to throw where the range was held and is no longer. */
    static ExporterException lost(KeyRange range, String why, Path where) {
        return ExporterException.failed(
                "range-lost",
                "the run no longer holds its range " + range + ": " + why,
                where.toString(),
                "Nothing more was published or committed; once no other run works on the range, " + Problem.RUN_AGAIN,
                null);
    }
}
