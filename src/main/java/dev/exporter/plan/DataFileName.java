package dev.exporter.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a data file: {@code <table>_<first>_<last>_<n>_<run>_<attempt>.parquet}. No two files ever share one.
 *
 * @param partition the full bounds of the file's partition
 * @param number counts the files of a partition from 1, in the order of their rows
 * @param attempt counts the times that the run began the partition anew, from 1
 */
public record DataFileName(String table, KeyRange partition, int number, RunId run, int attempt) {
    private static final Pattern PATTERN =
            Pattern.compile("(.+)_(-?\\d+)_(-?\\d+)_(\\d+)_([0-9a-z]{26})_(\\d+)\\.parquet");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static DataFileName parse(String name) {
        Matcher matcher = PATTERN.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not the name of a data file: " + name);
        }
        return new DataFileName(
                matcher.group(1),
                new KeyRange(Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3))),
                Integer.parseInt(matcher.group(4)),
                new RunId(matcher.group(5)),
                Integer.parseInt(matcher.group(6)));
    }

    /** The run whose name a data file bears; empty where another program named it. */
    public static Optional<RunId> runOf(String name) {
        return of(name).map(DataFileName::run);
    }

    /** As {@link #parse}; empty where another program named the file. */
    public static Optional<DataFileName> of(String name) {
        try {
            return Optional.of(parse(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The file's name without folders. */
    @Override
    @JsonValue
    public String toString() {
        return table + "_" + partition.first() + "_" + partition.last() + "_" + number + "_" + run + "_" + attempt
                + ".parquet";
    }
}
