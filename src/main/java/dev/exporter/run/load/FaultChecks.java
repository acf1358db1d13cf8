package dev.exporter.run.load;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.transform.FaultCount;
import dev.exporter.transform.Session;
import java.util.Collection;
import java.util.List;

/** Asks the dataset's fault checks of loaded rows: a fatal fault is a failure, another one a warning. */
final class FaultChecks {
    private FaultChecks() {}

    /** @param what the rows are of, for example {@code partition 0-999} */
    static void check(Rooms rooms, Session session, String what) {
        check(rooms, session, what, List.of());
    }

    /** @param except ranges that are read again and checked then */
    static void check(Rooms rooms, Session session, String what, Collection<KeyRange> except) {
        for (Dataset.FaultCheck check : rooms.dataset().faults()) {
            FaultCount count = session.checks().count(check, except);
            if (count.faults() > 0) {
                String message =
                        what + ": " + count.faults() + " " + check.message() + "; for example " + count.example();
                report(rooms, check.name(), message, check.fatalOption(), check.fatalValue());
            }
        }
    }

    /** Fails where an option has the value that makes a fault fatal, else warns. */
    static void report(Rooms rooms, String where, String message, String fatalOption, String fatalValue) {
        if (fatalValue.equals(rooms.options().get(fatalOption))) {
            throw ExporterException.failed(
                    "source-fault",
                    message,
                    where,
                    "Mend the source, or export with another value of --" + fatalOption + " than " + fatalValue,
                    null);
        }
        rooms.progress().warning(message);
    }
}
