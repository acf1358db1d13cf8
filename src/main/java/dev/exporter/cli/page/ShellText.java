package dev.exporter.cli.page;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Commands that the user can copy into a POSIX shell. */
public final class ShellText {
    private ShellText() {}

    /** {@code word}, quoted where a shell would not take it as it is. */
    public static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** The words as one line. */
    public static String line(List<String> words) {
        return words.stream().map(ShellText::quoted).collect(Collectors.joining(" "));
    }

    /** The command that continues the run which {@code commandLine} started. */
    static String resuming(String program, List<String> commandLine) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < commandLine.size(); i++) {
            String word = commandLine.get(i);
            boolean takesNext =
                    i + 1 < commandLine.size() && commandLine.get(i + 1).matches("true|false");
            if (word.equals("--fresh") || word.equals("--resume")) {
                i += takesNext ? 1 : 0;
            } else if (!word.startsWith("--fresh=") && !word.startsWith("--resume=")) {
                words.add(quoted(word));
            }
        }
        words.add("--resume");
        return program + " " + words.stream().collect(Collectors.joining(" "));
    }
}
