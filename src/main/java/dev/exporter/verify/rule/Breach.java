package dev.exporter.verify.rule;

import dev.exporter.plan.Verification;

/**
 * Rows of a partition that break a rule.
 *
 * @param count how many
 * @param example one of them, for people
 */
public record Breach(Verification.Rule rule, long count, String example) {
    /** The whole as a phrase. */
    public String text() {
        return rule.message() + ": " + count + ", for example " + example;
    }
}
