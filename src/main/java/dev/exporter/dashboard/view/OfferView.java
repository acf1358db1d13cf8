package dev.exporter.dashboard.view;

import dev.exporter.operations.jobs.Action;
import dev.exporter.operations.jobs.Offer;
import java.util.List;
import java.util.Optional;

/**
 * An action as a page offers it.
 *
 * @param href its page, which asks once more and shows the command
 * @param reason what it would do, or why it is not available
 * @param asksFirst whether a press leads to that page, not to the action
 * @param style of its button
 */
public record OfferView(String label, String href, boolean available, String reason, boolean asksFirst, String style) {
    public static List<OfferView> of(long executionId, Optional<String> partition, List<Offer> offers) {
        return offers.stream()
                .filter(offer -> offer.action() != Action.START)
                .map(offer -> new OfferView(
                        label(offer.action()),
                        href(executionId, partition, offer.action()),
                        offer.available(),
                        offer.reason(),
                        offer.asksFirst(),
                        style(offer.action())))
                .toList();
    }

    private static String href(long executionId, Optional<String> partition, Action action) {
        return "/jobs/" + executionId + "/actions/" + action.text()
                + partition.map(name -> "?partition=" + name).orElse("");
    }

    public static String label(Action action) {
        return switch (action) {
            case START -> "Start";
            case RESUME -> "Resume";
            case STOP -> "Stop";
            case RECOVER -> "Recover";
            case MARK_FAILED -> "Mark as failed";
            case ABANDON -> "Abandon";
            case RETRY_PARTITION -> "Export again";
            case VERIFY -> "Verify";
        };
    }

    private static String style(Action action) {
        return switch (action) {
            case START, RESUME, RECOVER -> "primary";
            case ABANDON -> "danger";
            case STOP, MARK_FAILED, RETRY_PARTITION, VERIFY -> "";
        };
    }
}
