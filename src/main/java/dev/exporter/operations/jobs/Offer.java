package dev.exporter.operations.jobs;

/**
 * An action with whether it works now.
 *
 * @param reason a sentence: what it would do, or why it is not available
 * @param asksFirst whether it cannot be taken back, so that a person should confirm it
 */
public record Offer(Action action, boolean available, String reason, boolean asksFirst) {}
