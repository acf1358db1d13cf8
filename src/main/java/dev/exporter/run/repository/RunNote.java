package dev.exporter.run.repository;

import dev.exporter.plan.Problem;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run came to, as the exit message of its job execution says it: for a list of many runs.
 *
 * @param done by all executions of the run together
 * @param completed partitions
 * @param partitions of the plan
 * @param stage the last step that it came to, without its wave
 * @param problem its code and its message only; empty where it did not fail
 */
public record RunNote(Done done, int completed, int partitions, String stage, Optional<Problem> problem) {
    private static final Pattern FORM =
            Pattern.compile("\\S+ \\S+ \\S+ partitions=(\\d{1,9})/(\\d{1,9}) stage=([a-z]*)(?:\\R([a-z0-9-]+): (.*))?");
    private static final Pattern PROBLEM = Pattern.compile("^([a-z0-9-]+): ", Pattern.MULTILINE);

    /** For example {@code rows=12 files=1 bytes=3456 partitions=1/8 stage=export}; a problem has its own line. */
    public String text() {
        return done.text() + " partitions=" + completed + "/" + partitions + " stage=" + stage
                + problem.map(one -> "\n" + one.code() + ": " + one.message()).orElse("");
    }

    /** What an exit message says; empty where it says something else. */
    public static Optional<RunNote> in(String exitMessage) {
        Matcher matcher = FORM.matcher(exitMessage);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Done.in(exitMessage)
                .map(done -> new RunNote(
                        done,
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        matcher.group(3),
                        Optional.ofNullable(matcher.group(4))
                                .map(code -> new Problem(code, matcher.group(5), "", ""))));
    }

    /** The code of the problem that an exit message tells, whatever else it says; empty where it tells none. */
    static Optional<String> code(String exitMessage) {
        Matcher matcher = PROBLEM.matcher(exitMessage);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The same with a problem. */
    public RunNote failed(Problem why) {
        return new RunNote(done, completed, partitions, stage, Optional.of(why));
    }
}
