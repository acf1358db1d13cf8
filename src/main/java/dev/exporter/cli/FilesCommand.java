package dev.exporter.cli;

import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.settings.TableSettings;
import dev.exporter.cli.page.JsonResult;
import dev.exporter.operations.Tables;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code exporter files --table t}: exactly the live data files of a table, for readers without Iceberg. */
final class FilesCommand extends TableCommand {
    FilesCommand() {
        super(TableSettings.files());
    }

    @Override
    public String name() {
        return "files";
    }

    @Override
    public String summary() {
        return "print the live data files of a table, a path on each line";
    }

    @Override
    ExitCode run(Invocation invocation, Values values, Tables tables) {
        if (values.value("table").isEmpty() || !values.arguments().isEmpty()) {
            throw ExporterException.refused(
                    "option-missing",
                    values.value("table").isEmpty()
                            ? "--table is required"
                            : "there is an argument too many: '"
                                    + values.arguments().get(0) + "'",
                    "",
                    "The tables are " + String.join(", ", tables.names()));
        }
        List<Path> files = tables.files(values.text("table"));
        PrintStream out = invocation.console().out();
        if (invocation.isJson()) {
            JsonResult.printStrings(files.stream().map(Path::toString).toList(), out);
        } else {
            files.forEach(out::println);
        }
        out.flush();
        return ExitCode.DONE;
    }

    @Override
    String synopsis() {
        return "files --table NAME [OPTION]...";
    }

    @Override
    String description() {
        return "Prints the files that make up the table's current snapshot: all of them, and no superseded or"
                + " uncommitted ones, which a glob over the folder would find too.";
    }

    @Override
    List<String> examples(String program) {
        return List.of(program + " files --table blocks --warehouseDir warehouse");
    }
}
