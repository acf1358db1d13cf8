package dev.exporter.warehouse.iceberg;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.iceberg.TableMetadata;

/** Iceberg refuses metadata whose times go back by more than this, and would say no more than that it has a bug. */
public final class CommitClock {
    /** Of Iceberg's {@code TableMetadata}, for machines whose clocks differ. */
    public static final Duration TOLERANCE = Duration.ofMinutes(1);

    /** What to do about it, whoever's clock it was. */
    public static final String REMEDY =
            "set the clock right; if it is right now and was ahead at that commit, nothing can"
                    + " be committed to this table before that time: export to another --warehouseDir";

    private CommitClock() {}

    /** When the last commit was, if nothing can be committed now because the clock is behind it. */
    public static Optional<Instant> obstacle(TableMetadata metadata, Instant now) {
        Instant last = Instant.ofEpochMilli(metadata.lastUpdatedMillis());
        return now.isBefore(last.minus(TOLERANCE)) ? Optional.of(last) : Optional.empty();
    }

    public static String message(Instant last) {
        return "the clock is behind the table's last commit, which is of " + last;
    }
}
