package dev.exporter.cli.options;

import java.util.ArrayList;
import java.util.List;

/**
 * A command line, its option files read.
 *
 * @param command the words that name the command, as given; empty where none does
 * @param direct what was given directly, without the command
 * @param files in the order in which they were named; later ones win
 */
public record Arguments(String command, List<String> direct, List<OptionFile> files) {
    /** Flags of every command; only they and option files may stand before the command. */
    private static final List<String> LEADING = List.of("--help", "-h", "--version", "-V", "--json");

    public Arguments {
        direct = List.copyOf(direct);
        files = List.copyOf(files);
    }

    /**
     * Takes a command line apart. {@code @file} names an option file, {@code @@x} is the argument {@code @x}, and
     * {@code help x} is {@code x --help}.
     *
     * @throws dev.exporter.plan.ExporterException refused, if an option file cannot be read
     */
    public static Arguments of(List<String> commandLine) {
        String command = "";
        boolean leading = true;
        List<String> direct = new ArrayList<>();
        List<OptionFile> files = new ArrayList<>();
        for (String argument : commandLine) {
            if (argument.startsWith("@") && !argument.startsWith("@@")) {
                files.add(OptionFile.read(argument));
            } else if (leading && !argument.startsWith("-") && argument.equals("help")) {
                direct.add("--help");
            } else if (leading && !argument.startsWith("-")) {
                command = argument;
                leading = false;
            } else {
                leading &= LEADING.contains(argument);
                direct.add(argument.startsWith("@@") ? argument.substring(1) : argument);
            }
        }
        return new Arguments(command, direct, files);
    }
}
