package dev.exporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTests {
    private final Session session = new Session(RecordedExports.done());

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "export --help", "help", "help export", "--help export", "--json --help"})
    void theMainPageIsThereHoweverItIsAskedFor(String commandLine) {
        assertThat(session.run(commandLine.split(" "))).isEqualTo(ExitCode.DONE);
        assertThat(session.out())
                .startsWith("NAME")
                .contains("SYNOPSIS", "DESCRIPTION", "EXAMPLES", "COMMANDS", "OPTIONS", "EXIT CODES", "FILES")
                .contains("Range", "Source", "Output", "Where things lie", "Limits", "Running", "Information")
                .contains("--startHeight HEIGHT", "--coreDb FILE", "[default: data/sqlite/core.db]")
                .contains("--compression CODEC", "brotli", "[default: 512MB]", "130", "143");
        assertThat(session.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan --help", "help plan", "--help plan", "plan -h --startHeight x"})
    void aCommandHasAPageOfItsOwn(String commandLine) {
        assertThat(session.run(commandLine.split(" "))).isEqualTo(ExitCode.DONE);
        assertThat(session.out()).contains("exporter plan - check everything", "--maxFileRows N");
    }

    @Test
    void theMainPageSaysHowTablesChangeAndWhatTheFirstExampleShows() {
        session.run("--help");
        assertThat(session.out().replaceAll("\\s+", " "))
                .contains("one snapshot a table (with --commitEvery, one for each so many partitions).")
                .contains("# A range, with the databases named ./exporter --startHeight 0");
    }

    @Test
    void noLineIsLongerThanAHundredColumns() {
        session.run("--help");
        assertThat(session.out().lines()).allMatch(line -> line.length() <= 100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "--json --version"})
    void theVersionNamesTheProgramAndItsJava(String commandLine) {
        assertThat(session.run(commandLine.split(" "))).isEqualTo(ExitCode.DONE);
        assertThat(session.out()).startsWith("exporter ").contains("Java " + Runtime.version());
    }
}
