package dev.exporter.run.load;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExporterException;
import dev.exporter.transform.FaultCount;
import dev.exporter.transform.Session;

/** Asks the dataset's fault checks of loaded rows: a fatal fault is a failure, another one a warning. */
final class FaultChecks {
    private FaultChecks() {}

    /** @param what the rows are of, for example {@code partition 0-999} */
    static void check(Rooms rooms, Session session, String what) {
        for (Dataset.FaultCheck check : rooms.dataset().faults()) {
            FaultCount count = session.check(check);
            if (count.faults() == 0) {
                continue;
            }
            String message = what + ": " + count.faults() + " " + check.message() + "; for example " + count.example();
            if (check.fatalValue().equals(rooms.options().get(check.fatalOption()))) {
                throw ExporterException.failed(
                        "source-fault",
                        message,
                        check.name(),
                        "Mend the source, or export with another value of --" + check.fatalOption() + " than "
                                + check.fatalValue(),
                        null);
            }
            rooms.progress().warning(message);
        }
    }
}
