package dev.exporter.endtoend;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What {@code faults/run} is asked for.
 *
 * @param kills for each repository
 * @param clean the words of the command that is to remove what kills leave in metadata folders; empty for none
 * @param page a Markdown file for the result
 */
record FaultLoopOptions(int kills, List<String> repositories, long seed, List<String> clean, Optional<Path> page) {
    private static final List<String> REPOSITORIES = List.of("sqlite", "asked", "h2", "postgres");
    private static final String USAGE = "usage: faults/run KILLS [--repository sqlite|asked|h2|postgres|all] [--seed S]"
            + " [--clean COMMAND] [--page FILE]";

    static FaultLoopOptions parse(String[] arguments) {
        Deque<String> words = new ArrayDeque<>(List.of(arguments));
        int kills = 0;
        List<String> repositories = REPOSITORIES;
        long seed = System.nanoTime() & 0xffffff;
        List<String> clean = List.of();
        Optional<Path> page = Optional.empty();
        while (!words.isEmpty()) {
            String word = words.removeFirst();
            boolean isOption = word.startsWith("--");
            String value = isOption ? words.removeFirst() : word;
            switch (isOption ? word : "") {
                case "" -> kills = Integer.parseInt(value);
                case "--repository" -> repositories = value.equals("all") ? REPOSITORIES : List.of(value);
                case "--seed" -> seed = Long.parseLong(value);
                case "--clean" -> clean = List.of(value.split(" +"));
                case "--page" -> page = Optional.of(Path.of(value));
                default -> throw new IllegalArgumentException(USAGE);
            }
        }
        if (kills < 2 || !REPOSITORIES.containsAll(repositories)) {
            throw new IllegalArgumentException(USAGE);
        }
        return new FaultLoopOptions(kills, repositories, seed, clean, page);
    }
}
