package dev.exporter.dashboard.view.steering;

import dev.exporter.dashboard.view.OfferView;
import dev.exporter.dashboard.view.Ranges;
import dev.exporter.operations.jobs.Action;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.Offer;
import dev.exporter.operations.steering.ActionResult;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is asked once more before an action.
 *
 * @param reason what it would do, or why it is not available
 * @param command that does the same, or null
 * @param href where it is done
 * @param back where one comes from
 */
public record ActionView(
        String title,
        String label,
        boolean available,
        String reason,
        boolean isDangerous,
        @Nullable String command,
        String href,
        String back,
        @Nullable String partition) {
    public static ActionView of(
            JobSummary job, Action action, Optional<String> partition, List<Offer> offers, Optional<String> command) {
        Offer offer = offers.stream()
                .filter(one -> one.action() == action)
                .findFirst()
                .orElse(new Offer(action, false, "This cannot be done here.", false));
        String label = OfferView.label(action);
        String job12 = "job " + job.executionId();
        return new ActionView(
                label + " "
                        + partition
                                .map(name -> "partition " + Ranges.text(name) + " of " + job12)
                                .orElse(job12) + "?",
                label,
                offer.available(),
                offer.reason(),
                action == Action.ABANDON,
                command.orElse(null),
                "/jobs/" + job.executionId() + "/actions/" + action.text(),
                "/jobs/" + job.executionId()
                        + partition.map(name -> "/partitions/" + name).orElse(""),
                partition.orElse(null));
    }

    /**
     * What came of an action.
     *
     * @param href the job that it concerns or has started
     */
    public record Result(boolean accepted, String title, String message, String href, String hrefText) {
        public static Result of(ActionResult result, Action action, long id) {
            long about = result.executionId().orElse(id);
            return new Result(
                    result.accepted(),
                    OfferView.label(action) + (result.accepted() ? ": accepted" : ": not accepted"),
                    Character.toUpperCase(result.message().charAt(0))
                            + result.message().substring(1),
                    about == 0 ? "/jobs" : "/jobs/" + about,
                    about == 0 ? "All jobs" : "Job " + about);
        }
    }
}
