package dev.exporter.cli;

import dev.exporter.cli.options.Arguments;
import dev.exporter.cli.options.Nearest;
import dev.exporter.cli.options.OptionParser;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.settings.ExportSettings;
import dev.exporter.cli.page.JsonResult;
import dev.exporter.cli.page.Version;
import dev.exporter.operations.Operations;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The program: finds the command, lets it run, and turns whatever comes of it into an exit code and a message. */
public final class Program {
    private Console console;
    private final List<Command> commands;

    /** @param commands the first of them is the one meant where none is named */
    Program(Console console, List<Command> commands) {
        this.console = console;
        this.commands = List.copyOf(commands);
    }

    /** Runs the program and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(of(Console.ofProcess()).run(List.of(arguments)).code());
    }

    /** The program with all its commands. */
    static Program of(Console console) {
        Asked.ExportsFactory exports = Operations::exports;
        ExportCommand export = new ExportCommand(exports);
        SyncCommand sync = new SyncCommand();
        VerifyCommand verify = new VerifyCommand(exports);
        return new Program(
                console,
                List.of(
                        export,
                        new PlanCommand(exports),
                        sync,
                        verify,
                        new QueryCommand(),
                        new FilesCommand(),
                        new JobsCommand(),
                        new StatusCommand(),
                        new StopCommand(),
                        new ResumeCommand(export, sync, verify),
                        new AbandonCommand(),
                        new RecoverCommand(),
                        new CleanCommand(),
                        new MaintainCommand(),
                        new ServeCommand(),
                        new KeysCommand(),
                        new DemoCommand(export)));
    }

    /** Runs a command line to its end. Never throws. */
    ExitCode run(List<String> commandLine) {
        ExitCode exitCode = outcome(commandLine);
        return console.out().checkError() ? unwritten(exitCode) : exitCode;
    }

    private ExitCode outcome(List<String> commandLine) {
        boolean json = isJson(commandLine);
        try {
            Arguments arguments = Arguments.of(commandLine);
            Values first = new OptionParser(ExportSettings.first(), OptionParser.Unknown.IGNORED)
                    .parse(arguments, console.environment()::get);
            json = first.isSet("json");
            if (ExportSettings.isJsonLog(first)) {
                console = console.withJsonLog();
            }
            if (first.isSet("version")) {
                return printed(Version.text());
            }
            Command.Invocation invocation = new Command.Invocation(commandLine, arguments, first, console);
            Command command = command(arguments.command());
            return first.isSet("help") ? printed(command.help(invocation, commands)) : command.run(invocation);
        } catch (ExporterException e) {
            return ended(e.exitCode(), e.problem(), json);
        } catch (RuntimeException | Error e) {
            // A defect of the program: its developers need to know where.
            e.printStackTrace(console.err());
            return ended(ExitCode.FAILED, defect(e), json);
        }
    }

    private Command command(String name) {
        if (name.isEmpty()) {
            return commands.get(0);
        }
        List<String> names = commands.stream().map(Command::name).toList();
        return commands.stream()
                .filter(command -> command.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ExporterException.refused(
                        "command-unknown",
                        "there is no command '" + name + "'",
                        "",
                        Nearest.to(name, names)
                                .map(near -> "Did you mean " + near + "?")
                                .orElse("Known are " + String.join(", ", names))));
    }

    private ExitCode printed(String text) {
        console.out().println(text);
        console.out().flush();
        return ExitCode.DONE;
    }

    private ExitCode ended(ExitCode exitCode, Problem problem, boolean json) {
        console.err().println("exporter: " + problem.text());
        console.err().flush();
        if (json) {
            JsonResult.print(exitCode, problem, console.out());
        }
        return exitCode;
    }

    /** Whoever reads what is cut off must not take it for all. */
    private ExitCode unwritten(ExitCode exitCode) {
        boolean isDone = exitCode == ExitCode.DONE;
        Problem problem = new Problem(
                "output-unwritten",
                (isDone ? "the work is done, but " : "")
                        + "standard output could not be written; what is there is incomplete",
                "",
                "Free space where it leads, or let it lead elsewhere, before you ask for it again");
        return ended(isDone ? ExitCode.FAILED : exitCode, problem, false);
    }

    /** Asked of the raw command line, which may be too wrong to be parsed. */
    private boolean isJson(List<String> commandLine) {
        return commandLine.contains("--json")
                || commandLine.contains("--json=true")
                || "true".equals(console.environment().get("EXPORTER_JSON"));
    }

    private static Problem defect(Throwable e) {
        Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
        return new Problem(
                "unexpected",
                "unexpected error: "
                        + Objects.requireNonNullElse(
                                cause.getMessage(), cause.getClass().getName()),
                "",
                "This is a defect of exporter; please report it with the lines above");
    }
}
