package dev.exporter.operations.steering;

import dev.exporter.plan.Problem;
import java.util.Optional;

/**
 * What an export would do.
 *
 * @param plan as {@code exporter plan} prints it; empty where it would be refused
 * @param json as {@code exporter plan --json} prints it: one object, whatever the outcome
 * @param problem why it would be refused
 * @param interrupted the execution of a run of the same range that is not finished, which resuming would go on with
 */
public record Preview(String plan, String json, Optional<Problem> problem, Optional<Long> interrupted) {}
