package dev.exporter.dashboard.view.jobs;

import dev.exporter.dashboard.text.Amounts;
import dev.exporter.dashboard.view.Choice;
import dev.exporter.dashboard.view.JobRow;
import dev.exporter.dashboard.view.StateView;
import dev.exporter.operations.jobs.JobFilter;
import dev.exporter.operations.jobs.JobPage;
import dev.exporter.operations.jobs.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A page of the list of jobs.
 *
 * @param next the address of the next page, or null after the last
 * @param first the address of the first page, or null where this is it
 */
public record JobsView(
        List<Choice> states,
        List<JobRow> jobs,
        @Nullable String next,
        @Nullable String first) {
    private static final String STUCK = "stuck";

    /** What the address of the list asks for; {@code state} is a state's name, {@code stuck} or empty. */
    public record Asked(String state, Optional<String> cursor) {
        /** Words that are none are not read. */
        public static Asked of(String state, String cursor) {
            boolean isKnown = state.equals(STUCK)
                    || Arrays.stream(RunState.values())
                            .anyMatch(one -> one.text().equals(state));
            return new Asked(isKnown ? state : "", Optional.of(cursor).filter(text -> !text.isEmpty()));
        }

        public JobFilter filter() {
            return new JobFilter(states(state), Optional.empty());
        }

        private static Set<RunState> states(String name) {
            Set<RunState> states = EnumSet.noneOf(RunState.class);
            for (RunState one : RunState.values()) {
                if (one.text().equals(name) || (name.equals(STUCK) && one.isStuck())) {
                    states.add(one);
                }
            }
            return states;
        }
    }

    /** @param counts of all jobs by state */
    public static JobsView of(JobPage page, Asked asked, Map<RunState, Long> counts, Instant now) {
        List<Choice> states = new ArrayList<>();
        states.add(choice(
                "All", "", counts.values().stream().mapToLong(Long::longValue).sum(), asked));
        states.add(choice(
                "Need a decision",
                STUCK,
                counts.entrySet().stream()
                        .filter(entry -> entry.getKey().isStuck())
                        .mapToLong(Map.Entry::getValue)
                        .sum(),
                asked));
        for (RunState state : RunState.values()) {
            long count = counts.getOrDefault(state, 0L);
            if (count > 0 || asked.state().equals(state.text())) {
                states.add(choice(StateView.of(state).word(), state.text(), count, asked));
            }
        }
        String same = "/jobs?state=" + asked.state();
        return new JobsView(
                states,
                page.jobs().stream().map(job -> JobRow.of(job, now)).toList(),
                page.next().map(cursor -> same + "&cursor=" + cursor).orElse(null),
                asked.cursor().map(cursor -> same).orElse(null));
    }

    private static Choice choice(String word, String name, long count, Asked asked) {
        return new Choice(
                word + " " + Amounts.count(count),
                name.isEmpty() ? "/jobs" : "/jobs?state=" + name,
                asked.state().equals(name));
    }
}
