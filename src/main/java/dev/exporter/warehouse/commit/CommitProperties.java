package dev.exporter.warehouse.commit;

import dev.exporter.plan.RunPlan;
import dev.exporter.warehouse.table.RunProperties;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What a commit leaves in its snapshot's summary and in its table's properties. */
final class CommitProperties {
    private CommitProperties() {}

    /** The summary of a commit's snapshot. */
    static Map<String, String> summary(TableCommit commit) {
        RunPlan plan = commit.plan();
        Map<String, String> summary = new TreeMap<>(Identity.of(plan).properties());
        summary.put(RunProperties.RUN_ID, plan.run().text());
        summary.put(RunProperties.WAVE, Integer.toString(commit.wave().number()));
        summary.put(RunProperties.RANGE, plan.aligned().toString());
        summary.put(RunProperties.REQUESTED_RANGE, plan.requestedRange());
        if (!commit.rewritten().isEmpty()) {
            summary.put(RunProperties.INVENTORY, commit.inventory());
        }
        return summary;
    }

    /** The table's properties once the commit is done. */
    static Map<String, String> after(Map<String, String> before, TableCommit commit) {
        Map<String, String> after = new HashMap<>(RunProperties.after(
                before, commit.plan().run(), commit.id(), commit.plan().covers(commit.wave())));
        after.putAll(Identity.of(commit.plan()).properties());
        if (!commit.rewritten().isEmpty()) {
            after.put(RunProperties.INVENTORY, commit.inventory());
        }
        return after;
    }
}
