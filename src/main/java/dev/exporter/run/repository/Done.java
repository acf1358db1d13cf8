package dev.exporter.run.repository;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much a partition, or a whole run, has written. It stands at the begin of an execution's exit message, where a reader
 * of two thousand partitions finds it without taking their contexts apart, and where other tools show it.
 */
public record Done(long rows, int files, long bytes) {
    public static final Done NOTHING = new Done(0, 0, 0);

    private static final Pattern FORM = Pattern.compile("rows=(\\d{1,18}) files=(\\d{1,9}) bytes=(\\d{1,18})");

    /** For example {@code rows=12 files=1 bytes=3456}. */
    public String text() {
        return "rows=" + rows + " files=" + files + " bytes=" + bytes;
    }

    /** What an exit message begins with; empty where it begins otherwise. */
    public static Optional<Done> in(String exitMessage) {
        Matcher matcher = FORM.matcher(exitMessage);
        return matcher.lookingAt()
                ? Optional.of(new Done(
                        Long.parseLong(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Long.parseLong(matcher.group(3))))
                : Optional.empty();
    }

    public Done plus(Done other) {
        return new Done(rows + other.rows, files + other.files, bytes + other.bytes);
    }
}
