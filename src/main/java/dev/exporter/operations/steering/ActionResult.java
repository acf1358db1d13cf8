package dev.exporter.operations.steering;

import java.util.Optional;

/**
 * What came of an action.
 *
 * @param message a sentence: what was done, or why it was not
 * @param executionId the job execution that it concerns or has started; empty where there is none, or not yet
 */
public record ActionResult(boolean accepted, String message, Optional<Long> executionId) {}
