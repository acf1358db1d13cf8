package dev.exporter.cli;

import dev.exporter.cli.options.Arguments;
import dev.exporter.cli.options.OptionParser;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.settings.DemoSettings;
import dev.exporter.cli.page.QueryFormat;
import dev.exporter.cli.page.ShellText;
import dev.exporter.operations.DemoGateways;
import dev.exporter.operations.Tables;
import dev.exporter.plan.ExitCode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code exporter demo}: makes a gateway, exports it by the main job, and shows what came of it. */
final class DemoCommand extends DescribedCommand {
    private static final List<String> QUERIES = List.of(
            "SELECT count(*) AS blocks, min(height) AS first, max(height) AS last FROM blocks",
            "SELECT is_data_item, count(*) AS transactions, sum(data_size) AS bytes FROM transactions GROUP BY 1 ORDER BY 1",
            "SELECT decode(tag_name) AS tag, count(*) AS rows, count(DISTINCT tag_value) AS different FROM tags"
                    + " WHERE tag_name IN ('App-Name'::BLOB, 'Content-Type'::BLOB) GROUP BY 1 ORDER BY 1");
    private static final long QUERY_BYTES = 512L << 20;

    private final ExportCommand export;

    DemoCommand(ExportCommand export) {
        super(DemoSettings.all());
        this.export = export;
    }

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public String summary() {
        return "make a gateway, export it, and query the tables";
    }

    @Override
    String synopsis() {
        return "demo [OPTION]...";
    }

    @Override
    String description() {
        return "Makes the two databases of a believable AR.IO gateway, with every awkward value that real"
                + " ones hold, and runs the main job on them. Run again, it finds nothing changed and keeps"
                + " the files.";
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Values values = invocation.values(settings(), OptionParser.Unknown.REFUSED);
        Path directory = DemoSettings.directory(values);
        long first = DemoSettings.number(values, "firstHeight");
        int blocks = (int) DemoSettings.number(values, "blocks");
        int transactions = (int) DemoSettings.number(values, "transactions");
        long seed = DemoSettings.number(values, "seed");
        DemoGateways.check(first, blocks, transactions, seed); // before it is announced
        PrintStream err = invocation.console().err();
        err.println("Making a gateway of " + blocks + " blocks and " + transactions
                + " transactions in " + directory
                + "; like real ones, this gateway holds a few deliberate faults, which"
                + " the export warns of");
        Asked.prepareNativeLibraries(values);
        Map<String, Path> databases =
                DemoGateways.create(directory.resolve("gateway"), first, blocks, transactions, seed, made -> {});
        List<String> commandLine = exportArguments(values, directory, databases);
        err.println("Exporting it:");
        err.println("  " + invocation.console().program() + " " + ShellText.line(commandLine));
        ExitCode exitCode = export.run(
                new Invocation(commandLine, Arguments.of(commandLine), invocation.first(), invocation.console()));
        if (exitCode == ExitCode.DONE && !invocation.isJson()) {
            show(directory.resolve("warehouse"), invocation.console());
        }
        return exitCode;
    }

    private static List<String> exportArguments(Values values, Path directory, Map<String, Path> databases) {
        List<String> arguments = new ArrayList<>(List.of(
                "--startHeight",
                values.text("firstHeight"),
                "--endHeight",
                "latest",
                "--includeL1Transactions",
                "--includeL1Tags",
                "--resume",
                "--coreDb",
                String.valueOf(databases.get("core")),
                "--bundlesDb",
                String.valueOf(databases.get("bundles")),
                "--stagingDir",
                directory.resolve("staging").toString(),
                "--warehouseDir",
                directory.resolve("warehouse").toString()));
        values.value("nativeDir").ifPresent(value -> arguments.addAll(List.of("--nativeDir", value.text())));
        return arguments;
    }

    private static void show(Path warehouse, Console console) {
        PrintStream out = console.out();
        out.println(warehouse);
        tree(warehouse, "  ", out);
        Tables tables = Tables.of(warehouse, Optional.empty(), "");
        for (String query : QUERIES) {
            out.println();
            out.println(console.program() + " query --warehouseDir " + ShellText.quoted(warehouse.toString()) + " \""
                    + query + "\"");
            tables.query(query, QUERY_BYTES, rows -> QueryFormat.TABLE.print(rows, out));
        }
        out.flush();
    }

    private static void tree(Path folder, String indent, PrintStream out) {
        try (Stream<Path> children = Files.list(folder)) {
            for (Path child : children.sorted().toList()) {
                if (Files.isDirectory(child)) {
                    out.println(indent + child.getFileName() + "/");
                    tree(child, indent + "  ", out);
                } else {
                    out.println(indent + child.getFileName());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
