package dev.exporter.cli;

import dev.exporter.cli.options.Arguments;
import dev.exporter.cli.options.OptionParser;
import dev.exporter.cli.options.Setting;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.reading.DatasetChoice;
import dev.exporter.cli.options.settings.AllSettings;
import dev.exporter.cli.options.settings.Misspelt;
import dev.exporter.plan.ExitCode;
import java.util.List;

/** A command of the program. To add one, implement this and add it to {@link Program}'s list. */
interface Command {
    /** What the user writes, in lower case. */
    String name();

    /** What it does, in a phrase for the list of commands. */
    String summary();

    /**
     * Its page of help.
     *
     * @param commands all commands
     */
    String help(Invocation invocation, List<Command> commands);

    /**
     * Does it.
     *
     * @throws dev.exporter.plan.ExporterException if it cannot be done; the program tells the user
     */
    ExitCode run(Invocation invocation);

    /**
     * One call of a command.
     *
     * @param commandLine exactly what the user wrote
     * @param first the options that are known before any command's own
     * @param console where to read from and to write to
     */
    record Invocation(List<String> commandLine, Arguments arguments, Values first, Console console) {
        public Invocation {
            commandLine = List.copyOf(commandLine);
        }

        boolean isJson() {
            return first.isSet("json");
        }

        /**
         * The values of the command's options. Warns of environment variables that look like a misspelt one.
         *
         * @throws dev.exporter.plan.ExporterException refused, at the first argument that is not right
         */
        Values values(List<Setting> settings, OptionParser.Unknown unknown) {
            Misspelt.variables(settings, console.environment().keySet())
                    .forEach(warning -> console.err().println("exporter: warning: " + warning));
            return new OptionParser(
                            settings,
                            unknown,
                            arguments.command(),
                            () -> AllSettings.of(DatasetChoice.read(first).dataset()))
                    .parse(arguments, console.environment()::get);
        }
    }
}
