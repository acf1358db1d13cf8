package dev.exporter.dashboard.view.jobs;

import dev.exporter.dashboard.text.Amounts;
import dev.exporter.dashboard.view.Choice;
import dev.exporter.dashboard.view.StateView;
import dev.exporter.operations.jobs.PartitionFilter;
import dev.exporter.operations.jobs.PartitionSummary;
import dev.exporter.operations.jobs.StepState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Some partitions of a job.
 *
 * @param self the address of this page
 * @param next the address of the next page, or null after the last
 * @param first the address of the first page, or null where this is it
 */
public record PartitionsView(
        String href,
        List<Choice> states,
        List<Choice> orders,
        List<PartitionRow> rows,
        String total,
        String self,
        @Nullable String next,
        @Nullable String first) {
    /** What the address of the list asks for. */
    public record Asked(Optional<StepState> state, PartitionFilter.Order order, Optional<String> cursor) {
        /** Words that are none are not read. */
        public static Asked of(String state, String order, String cursor) {
            return new Asked(
                    Arrays.stream(StepState.values())
                            .filter(one -> one.text().equals(state))
                            .findFirst(),
                    Arrays.stream(PartitionFilter.Order.values())
                            .filter(one -> text(one).equals(order))
                            .findFirst()
                            .orElse(PartitionFilter.Order.FAILED_FIRST),
                    Optional.of(cursor).filter(text -> !text.isEmpty()));
        }

        public PartitionFilter filter() {
            return new PartitionFilter(state.map(java.util.Set::of).orElse(java.util.Set.of()), order);
        }

        private String query(Optional<StepState> otherState, PartitionFilter.Order otherOrder) {
            return "?order=" + text(otherOrder)
                    + otherState.map(one -> "&state=" + one.text()).orElse("");
        }
    }

    public static PartitionsView of(PartitionSummary.Page page, long executionId, Asked asked, Instant now) {
        String href = "/jobs/" + executionId + "/partitions";
        String same = href + asked.query(asked.state(), asked.order());
        List<Choice> states = new ArrayList<>();
        states.add(new Choice(
                "All",
                href + asked.query(Optional.empty(), asked.order()),
                asked.state().isEmpty()));
        for (StepState state : StepState.values()) {
            states.add(new Choice(
                    StateView.of(state).word(),
                    href + asked.query(Optional.of(state), asked.order()),
                    asked.state().equals(Optional.of(state))));
        }
        List<Choice> orders = Arrays.stream(PartitionFilter.Order.values())
                .map(order ->
                        new Choice(words(order), href + asked.query(asked.state(), order), order == asked.order()))
                .toList();
        return new PartitionsView(
                href,
                states,
                orders,
                page.partitions().stream()
                        .map(partition -> PartitionRow.of(partition, executionId, now))
                        .toList(),
                Amounts.counted(page.total(), "partition"),
                same + asked.cursor().map(cursor -> "&cursor=" + cursor).orElse(""),
                page.next().map(cursor -> same + "&cursor=" + cursor).orElse(null),
                asked.cursor().map(cursor -> same).orElse(null));
    }

    private static String text(PartitionFilter.Order order) {
        return order.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String words(PartitionFilter.Order order) {
        return switch (order) {
            case KEY -> "By height";
            case FAILED_FIRST -> "Failed first";
            case SLOWEST -> "Slowest first";
        };
    }
}
