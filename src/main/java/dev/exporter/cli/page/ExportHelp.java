package dev.exporter.cli.page;

import dev.exporter.cli.options.Group;
import dev.exporter.cli.options.Setting;
import dev.exporter.cli.options.settings.ExportSettings;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.TableSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The pages of help about exports, with the options of their dataset. */
public final class ExportHelp {
    private final Dataset dataset;
    private final String program;
    private final String range;

    public ExportHelp(Dataset dataset, String program) {
        this.dataset = dataset;
        this.program = program;
        String label = dataset.range().column().toUpperCase(Locale.ROOT);
        this.range = "--" + dataset.range().startOption() + " " + label + " --"
                + dataset.range().endOption() + " " + label + "|latest";
    }

    /** @param commands what each command does, by its name and in the order to be listed */
    public String exportPage(Map<String, String> commands) {
        Page page = new Page()
                .name("exporter", "turns a live database into Iceberg tables")
                .synopsis("exporter [export] " + range + " [OPTION]... [@FILE]...", "exporter COMMAND --help")
                .description(description())
                .heading("EXAMPLES");
        examples(page);
        page.heading("COMMANDS");
        commands.forEach(page::term);
        options(page);
        ExitCodes.section(page, "--resume", List.of(ExitCode.values()));
        files(page);
        return page.text();
    }

    public String planPage(String summary) {
        Page page = new Page()
                .name("exporter plan", summary)
                .synopsis("exporter plan " + range + " [OPTION]... [@FILE]...")
                .description("Takes the options of an export and prints the value of each with where it came from, the"
                        + " range with its end found out, its partitions, the state of the tables, and what there is"
                        + " to be noticed about the source. Options, places, source and tables"
                        + " are checked as the export checks them; other runs, interrupted or at work, are not looked"
                        + " at.");
        options(page);
        return ExitCodes.section(page, "", List.of(ExitCode.DONE, ExitCode.FAILED, ExitCode.REFUSED))
                .text();
    }

    private String description() {
        String tables = dataset.tables().stream().map(TableSpec::name).collect(Collectors.joining(", "));
        return "Reads a range of " + dataset.range().unit() + "s from the databases of the dataset '" + dataset.name()
                + "' while they are in use, writes sorted Parquet files in staging, and adds them to the Iceberg"
                + " tables " + tables
                + " of the warehouse, one snapshot a table (with --commitEvery, one for each so many"
                + " partitions). Nothing is visible before it is"
                + " complete. A range that was exported before is replaced, never doubled. A run that is stopped or"
                + " killed goes on with --resume.";
    }

    private void examples(Page page) {
        String start = program + " --" + dataset.range().startOption();
        String end = " --" + dataset.range().endOption();
        String databases = dataset.databases().stream()
                .map(database -> " --" + database.option() + " " + database.path())
                .collect(Collectors.joining());
        page.example("# A range, with the databases named")
                .example(start + " 0" + end + " 9999 \\")
                .example("   " + databases)
                .example("# See first what would be done")
                .example(program + " plan --" + dataset.range().startOption() + " 0" + end + " latest")
                .example("# Everything so far; go on where the last try stopped, if it did: for cron")
                .example(start + " 0" + end + " latest --resume")
                .example("# Options from a file, the result as JSON")
                .example(program + " @gateway --" + dataset.range().startOption() + " 0" + end + " latest --json");
    }

    private void options(Page page) {
        page.heading("OPTIONS")
                .paragraph("Each is also written in kebab case (--max-file-rows), given by the environment"
                        + " (EXPORTER_MAX_FILE_ROWS), or in an option file: @FILE, arguments with # comments and quotes."
                        + " The command line wins over option files, they over the environment, that over the dataset."
                        + " Sizes: 512MB is 512,000,000 bytes, 1GiB is 2^30. Times: 500ms, 30s, 2m, 7d.");
        List<Setting> settings = ExportSettings.of(dataset);
        for (Group group : Group.values()) {
            page.heading("  " + group.heading());
            settings.stream().filter(setting -> setting.group() == group).forEach(page::option);
        }
    }

    private void files(Page page) {
        page.heading("FILES")
                .term("WAREHOUSE/TABLE/data, metadata", "data files by partition; Iceberg metadata")
                .term("STAGING/job-RUN", "files under way; kept until the run is done")
                .term("STAGING/jobs.db", "the job repository: which runs there are and how far they got")
                .term(
                        "~/.cache/exporter",
                        "native libraries, checked before they are loaded; another place by --nativeDir. And what makes"
                                + " the launcher start fast; EXPORTER_ARCHIVE=off does without");
    }
}
