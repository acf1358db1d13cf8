package dev.exporter.run.load;

import dev.exporter.plan.Dataset;
import java.util.List;
import java.util.stream.Collectors;

/** Tells of range keys at which the chain is another one than it was. */
public final class Reorganisations {
    private static final int SHOWN = 5;

    private Reorganisations() {}

    /**
     * Warns, or fails where the dataset's chain says so.
     *
     * @param how what was found
     * @param keys at which, ascending, at least one
     */
    public static void report(Rooms rooms, String how, List<Long> keys) {
        String unit = rooms.dataset().range().unit();
        String shown = keys.stream().limit(SHOWN).map(Object::toString).collect(Collectors.joining(", "));
        String message = "the source was reorganised: " + how + ", at "
                + rooms.dataset().range().column() + " " + shown
                + (keys.size() > SHOWN ? " and " + (keys.size() - SHOWN) + " more" : "");
        Dataset.Identity identity = rooms.dataset().identity();
        Dataset.Chain chain = identity == null ? null : identity.chain();
        if (chain == null) {
            rooms.progress().warning(message);
            return;
        }
        FaultChecks.report(rooms, "every " + unit, message, chain.fatalOption(), chain.fatalValue());
    }
}
