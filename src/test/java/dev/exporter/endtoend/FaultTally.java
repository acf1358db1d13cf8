package dev.exporter.endtoend;

import dev.exporter.fault.FaultPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the kills of one job repository came to. Thread-safe. */
final class FaultTally {
    private static final int LONGEST_FAILURE = 500;

    private final Map<String, int[]> kills = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private int exports;
    private int comparedByOthers;
    private int incompleteFiles;
    private int metadataFiles;

    /** @param isResume whether the process that was killed had gone on with a run */
    synchronized void killed(Kill kill, boolean isResume) {
        kills.computeIfAbsent(kill.name(), name -> new int[2])[isResume ? 1 : 0]++;
    }

    /** A kill in the middle of a file that left it incomplete. */
    synchronized void incompleteFile() {
        incompleteFiles++;
    }

    /** @param leftMetadata files in metadata folders that a clean-up would remove */
    synchronized void done(int leftMetadata, boolean byOthers) {
        exports++;
        metadataFiles += leftMetadata;
        comparedByOthers += byOthers ? 1 : 0;
    }

    synchronized void failed(String what) {
        failures.add(what);
    }

    synchronized boolean isFaultless() {
        return failures.isEmpty();
    }

    synchronized int exports() {
        return exports + failures.size();
    }

    synchronized int kills() {
        return kills.values().stream().mapToInt(count -> count[0] + count[1]).sum();
    }

    /** As lines of Markdown. */
    synchronized String markdown() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                "%d kills of %d exports: **%d failed**. %d exports compared by ClickHouse and icebird as well.%n",
                kills(), exports(), failures.size(), comparedByOthers));
        text.append(String.format(
                "%d of the kills in the middle of a file left it incomplete. In metadata folders %d files were left for"
                        + " a clean-up.%n%n",
                incompleteFiles, metadataFiles));
        text.append(String.format("| killed | first processes | resumed ones |%n|---|---:|---:|%n"));
        line(text, "random");
        for (FaultPoint point : FaultPoint.values()) {
            line(text, point.text());
        }
        failures.forEach(failure -> text.append(String.format("%n- %s", inShort(failure))));
        return text.toString().stripTrailing();
    }

    private static String inShort(String failure) {
        String line = failure.replaceAll("\\s*\\R\\s*", " ");
        return line.length() <= LONGEST_FAILURE ? line : line.substring(0, LONGEST_FAILURE) + " …";
    }

    private void line(StringBuilder text, String name) {
        int[] count = kills.getOrDefault(name, new int[2]);
        text.append(String.format("| %s | %d | %d |%n", name, count[0], count[1]));
    }
}
