package dev.exporter.cli;

import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.settings.TableSettings;
import dev.exporter.cli.page.QueryFormat;
import dev.exporter.operations.Tables;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import java.util.List;

/** {@code exporter query "SELECT …"}: SQL over the tables' current snapshots. */
final class QueryCommand extends TableCommand {
    QueryCommand() {
        super(TableSettings.query());
    }

    @Override
    public String name() {
        return "query";
    }

    @Override
    public String summary() {
        return "run a SELECT over the tables of the warehouse";
    }

    @Override
    ExitCode run(Invocation invocation, Values values, Tables tables) {
        if (values.arguments().size() != 1) {
            throw ExporterException.refused(
                    "query-missing",
                    values.arguments().isEmpty() ? "there is no query" : "there is more than one query",
                    "",
                    "Give one SELECT in quotes, for example: query \"SELECT count(*) FROM blocks\"");
        }
        QueryFormat format = QueryFormat.of(invocation.isJson() ? "json" : values.text("format"));
        Asked.prepareNativeLibraries(values);
        long left = tables.query(
                values.arguments().get(0),
                TableSettings.memoryBytes(values),
                rows -> format.print(rows, invocation.console().out()));
        invocation.console().out().flush();
        if (left > 0) {
            invocation.console().err().println("(" + left + " more rows; --format csv or json prints all)");
        }
        return ExitCode.DONE;
    }

    @Override
    String synopsis() {
        return "query \"SELECT ...\" [OPTION]...";
    }

    @Override
    String description() {
        return "Each table of the warehouse can be named in the query. It shows the files that were live when the query"
                + " began: superseded and uncommitted files are not read. The SQL is DuckDB's; one SELECT statement is"
                + " allowed, and it can read the tables and nothing else on the machine.";
    }

    @Override
    List<String> examples(String program) {
        return List.of(
                program + " query \"SELECT count(*), min(height), max(height) FROM blocks\"",
                program + " query \"SELECT coalesce(try(decode(tag_name)), tag_name::VARCHAR) AS name, count(*) AS n"
                        + " FROM tags GROUP BY 1\" --format csv");
    }
}
