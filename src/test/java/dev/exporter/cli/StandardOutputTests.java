package dev.exporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.cli.progress.Terminal;
import dev.exporter.plan.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of results that cannot be written. */
class StandardOutputTests {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private int writes;

    @TempDir
    Path directory;

    /** Standard output of which each write fails. */
    private ExitCode run(String failure, String... commandLine) {
        OutputStream failing = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                writes++;
                throw new IOException(failure);
            }
        };
        Console console = new Console(
                new PrintStream(new StandardOutput(failing), false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.PLAIN,
                Map.of(),
                () -> 0,
                "./exporter");
        return Program.of(console).run(List.of(commandLine));
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void resultsThatCannotBeWrittenAreAFailureOfWorkThatIsDone() {
        assertThat(run("No space left on device", "--version")).isEqualTo(ExitCode.FAILED);
        assertThat(err())
                .startsWith("exporter: the work is done, but standard output could not be written")
                .hasLineCount(1);
    }

    @Test
    void whatFailedBeforeKeepsItsExitCode() {
        assertThat(run("No space left on device", "nosuch", "--json")).isEqualTo(ExitCode.REFUSED);
        assertThat(err())
                .contains("there is no command 'nosuch'", "exporter: standard output could not be written")
                .doesNotContain("the work is done");
    }

    @Test
    void aReaderThatHasGoneIsNoFailureAndIsWrittenToOnce() {
        assertThat(run("Broken pipe", "--help")).isEqualTo(ExitCode.DONE);
        assertThat(err()).isEmpty();
        assertThat(writes).isEqualTo(1);
    }

    @Test
    void aKeyThatCannotBePrintedIsNotKept() {
        Path keys = directory.resolve("keys");
        assertThat(run("No space left on device", "keys", "add", "ann", "--keys=" + keys))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err()).contains("the new key could not be printed, and was removed again");
        assertThat(keys).content().doesNotContain("ann");
    }
}
