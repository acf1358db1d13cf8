package dev.exporter.cli;

import dev.exporter.cli.options.Setting;
import dev.exporter.cli.page.ExitCodes;
import dev.exporter.cli.page.Page;
import dev.exporter.plan.ExitCode;
import java.util.List;

/** A command whose page of help follows from what it says of itself. */
abstract class DescribedCommand implements Command {
    private final List<Setting> settings;

    /** @param settings its options, in the order of the help */
    DescribedCommand(List<Setting> settings) {
        this.settings = List.copyOf(settings);
    }

    final List<Setting> settings() {
        return settings;
    }

    @Override
    public final String help(Invocation invocation, List<Command> commands) {
        Page page = new Page()
                .name("exporter " + name(), summary())
                .synopsis("exporter " + synopsis())
                .description(description());
        List<String> examples = examples(invocation.console().program());
        if (!examples.isEmpty()) {
            page.heading("EXAMPLES");
            examples.forEach(page::example);
        }
        page.heading("OPTIONS");
        settings.forEach(page::option);
        if (!exitCodes().isEmpty()) {
            ExitCodes.section(page, "", exitCodes());
        }
        return page.text();
    }

    /** How it is called, after the program's name. */
    abstract String synopsis();

    abstract String description();

    /** What it can end with; none where that goes without saying. */
    List<ExitCode> exitCodes() {
        return List.of();
    }

    /** Lines to copy; none where the help needs none. */
    List<String> examples(String program) {
        return List.of();
    }
}
