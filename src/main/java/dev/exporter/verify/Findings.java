package dev.exporter.verify;

import dev.exporter.plan.verification.Finding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Collects what is found. Not thread-safe. */
final class Findings {
    private final List<Finding> differences = new ArrayList<>();
    private final List<Finding> information = new ArrayList<>();

    void differ(Finding finding) {
        differences.add(finding);
    }

    void differ(Collection<Finding> findings) {
        differences.addAll(findings);
    }

    void inform(Finding finding) {
        information.add(finding);
    }

    List<Finding> differences() {
        return differences;
    }

    List<Finding> information() {
        return information;
    }
}
