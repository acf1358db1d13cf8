package dev.exporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way to get an option wrong: one line on standard error, exit code 2, nothing asked of the exports. */
class RefusalTests {
    private final RecordedExports exports = RecordedExports.done();
    private final Session session = new Session(exports);

    static Stream<Arguments> wrong() {
        return Stream.of(
                refused("--startHeight 5 --endHeight 4", "ends before it starts: --startHeight 5, --endHeight 4"),
                refused("--startHeight -5 --endHeight 4", "--startHeight is negative: -5 [--startHeight]"),
                refused("--startHeight=-5 --endHeight 4", "--startHeight is negative: -5"),
                refused("--startHeight abc --endHeight 4", "--startHeight is not a whole number: 'abc'"),
                refused("--startHeight latest --endHeight 4", "--startHeight is not a whole number: 'latest'"),
                refused("--startHeight 1 --endHeight 99999999999999999999", "--endHeight is too large"),
                refused("--startHeight 1", "--endHeight is required. Give --startHeight and --endHeight"),
                refused("", "--startHeight is required"),
                refused("--startHeight --endHeight 4", "--startHeight needs a value"),
                refused("--endHeight 4 --startHeight", "--startHeight needs a value"),
                refused("--startHeight 1 --startHeight 2 --endHeight 4", "--startHeight is given more than once"),
                refused("R --heightPartitionSize 0", "--heightPartitionSize is too small: 0"),
                refused("R --maxFileRows 0", "--maxFileRows is too small: 0"),
                refused("R --maxFileBytes 0", "--maxFileBytes is too small: 0"),
                refused("R --maxFileBytes 5parsecs", "--maxFileBytes is not a size: '5parsecs'", "512MB"),
                refused("R --maxFileBytes 9999999999TB", "--maxFileBytes is too large"),
                refused("R --replace some", "--replace cannot be 'some'", "Known are keep, exact"),
                refused("R --rowGroupSize 0", "--rowGroupSize is too small: 0"),
                refused("R --parallelism 0", "--parallelism is too small: 0"),
                refused("R --memoryLimit 1KB", "--memoryLimit is too small: 1KB"),
                refused("R --busyTimeout 30", "--busyTimeout is not a time: '30'", "30s"),
                refused("R --busyTimeout 25h", "--busyTimeout is too long: 25h"),
                refused("R --startHeigt 4", "there is no option --startHeigt", "Did you mean --startHeight?"),
                refused("R --max-filerows=4", "there is no option --max-filerows", "Did you mean --max-file-rows?"),
                refused("R --zzzzzzzzzzzz", "there is no option --zzzzzzzzzzzz", "See exporter ", "--help"),
                refused("R extra", "'extra' is neither an option nor the value of one"),
                refused(
                        "R --compression rar",
                        "there is no compression 'rar'",
                        "zstd, snappy, gzip, lz4, brotli, none"),
                refused("R --compression gzip:3", "compression gzip has no levels"),
                refused("R --compression zstd:23", "'23' is not a compression level"),
                refused("R --compression zstd:3 --compressionLevel 4", "contradict each other"),
                refused("R --resume --fresh", "--resume and --fresh contradict each other"),
                refused("R --exclude-l1 --includeL1Tags", "--exclude-l1 and --includeL1Tags contradict each other"),
                refused("R --strict=maybe", "--strict is true or false, not 'maybe'"),
                refused("R --onMissingTag ignore", "--onMissingTag cannot be 'ignore'", "Known are fail, null"),
                refused("R --namespace ../etc", "--namespace cannot be '../etc'"),
                refused("R --warehouseLocation warehouse", "--warehouseLocation is not a URI: 'warehouse'"),
                refused("R --warehouseDir=", "--warehouseDir is empty"),
                refused("R --jobRepository mysql", "there is no job repository 'mysql'"),
                refused("R --passwordFile /nonexistent/file", "the password file cannot be read"),
                refused("R --dataset nosuch", "there is no built-in dataset file 'nosuch.yml'"),
                refused("R --dataset ario --jobsDir /nonexistent", "there is no dataset file /nonexistent/ario.yml"),
                refused("R @nosuchfile", "there is no option file 'nosuchfile' [@nosuchfile]"),
                refused("exprt --startHeight 1", "there is no command 'exprt'", "Did you mean export?"));
    }

    private static Arguments refused(String commandLine, String... messages) {
        return Arguments.of(commandLine.replaceFirst("^R ", "--startHeight 0 --endHeight 9 "), List.of(messages));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aWrongOptionIsExplainedInOneLine(String commandLine, List<String> messages) {
        ExitCode exitCode = session.run(commandLine.isEmpty() ? new String[0] : commandLine.split(" ", -1));

        assertThat(exitCode).isEqualTo(ExitCode.REFUSED);
        assertThat(session.err()).startsWith("exporter: ").contains(messages);
        assertThat(session.err().lines()).hasSize(1);
        assertThat(session.out()).isEmpty();
        assertThat(exports.wasAsked()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void thePlanRefusesTheSame(String commandLine, List<String> messages) {
        if (commandLine.startsWith("exprt")) {
            return;
        }
        assertThat(session.run(("plan " + commandLine).stripTrailing().split(" ", -1)))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(session.err()).contains(messages);
    }

    @Test
    void aPasswordInTheJobRepositorysUrlIsRefusedAndNeverShown() {
        for (String url : List.of(
                "jdbc:postgresql://h/db?user=a&password=hunter2",
                "jdbc:postgresql://a:hunter2@h/db",
                "jdbc:h2:file:/x;USER=a;PASSWORD=hunter2",
                "jdbc:postgresql://h/db?sslpassword=hunter2")) {
            assertThat(session.run("plan", "--startHeight", "0", "--endHeight", "9", "--jobRepository", url, "--json"))
                    .isEqualTo(ExitCode.REFUSED);
            assertThat(session.err())
                    .contains("holds a password", "EXPORTER_JOB_REPOSITORY_PASSWORD", "--passwordFile")
                    .doesNotContain("hunter2");
            assertThat(session.out()).doesNotContain("hunter2");
        }
    }

    @Test
    void aWrongValueFromElsewhereIsTracedToWhereItIsFrom(@TempDir Path directory) throws IOException {
        session.with("EXPORTER_MAX_FILE_ROWS", "many");
        session.run("--startHeight", "0", "--endHeight", "9");
        assertThat(session.err()).contains("'many'", "EXPORTER_MAX_FILE_ROWS");

        Path file = Files.writeString(directory.resolve("options"), "--maxFileRows few --stagingdir x");
        session.run("--startHeight", "0", "--endHeight", "9", "@" + file);
        assertThat(session.err()).contains("there is no option --stagingdir", "@" + file, "Did you mean --stagingDir?");
    }

    @Test
    void anOptionFileWithAnOpenQuoteOrAnotherFileIsRefused(@TempDir Path directory) throws IOException {
        Path open = Files.writeString(directory.resolve("open"), "--namespace a\n--stagingDir 'x\n");
        assertThat(session.run("@" + open)).isEqualTo(ExitCode.REFUSED);
        assertThat(session.err()).contains("quote that begins in line 2");

        Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, 0});
        assertThat(session.run("@" + binary)).isEqualTo(ExitCode.REFUSED);
        assertThat(session.err()).contains("the option file is not text in UTF-8 [@" + binary + "]");

        assertThat(session.run("@" + directory)).isEqualTo(ExitCode.REFUSED);
        assertThat(session.err()).contains("'" + directory + "' is a directory");

        Path nested = Files.writeString(directory.resolve("nested"), "@gateway");
        assertThat(session.run("@" + nested)).isEqualTo(ExitCode.REFUSED);
        assertThat(session.err()).contains("cannot name another one");
    }
}
