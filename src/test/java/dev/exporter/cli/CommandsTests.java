package dev.exporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.cli.progress.Terminal;
import dev.exporter.plan.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands beside exports say of themselves, and what they refuse before they do anything. */
class CommandsTests {
    @SuppressWarnings("unused") // by its name, as a source of arguments
    private static final List<String> COMMANDS = List.of(
            "export",
            "plan",
            "sync",
            "verify",
            "query",
            "files",
            "jobs",
            "status",
            "stop",
            "resume",
            "abandon",
            "recover",
            "clean",
            "maintain",
            "serve",
            "keys",
            "demo");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    private ExitCode run(Map<String, String> environment, String... commandLine) {
        return run(out, environment, commandLine);
    }

    private ExitCode run(OutputStream out, Map<String, String> environment, String... commandLine) {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.PLAIN,
                environment,
                () -> 0,
                "./exporter");
        return Program.of(console).run(List.of(commandLine));
    }

    private void refused(String... commandLine) {
        assertThat(run(Map.of(), commandLine))
                .as(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(err()).startsWith("exporter: ").hasLineCount(1);
        assertThat(out.size()).isZero();
    }

    /** As one line, since a page is wrapped. */
    private String help(String command) {
        assertThat(run(Map.of(), command, "--help")).isEqualTo(ExitCode.DONE);
        return out.toString(StandardCharsets.UTF_8).replaceAll("\\s+", " ");
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8).strip();
    }

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void theFormatOfTheLogIsAnOptionOfEveryCommandAndListedOnce(String command) {
        assertThat(help(command).split("--logFormat text\\|json", -1)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "plan, 0 1 2",
        "sync, 0 1 2 3 4 5 130 143",
        "verify, 0 1 2 3 4 5 130 143",
        "maintain, 0 1 2 4",
        "clean, 0 1 2",
        "recover, 0 1 2 4",
        "serve, 1 2 130 143"
    })
    void theExitCodesStandAtTheEndOfThePage(String command, String codes) {
        String section = help(command).replaceFirst(".* EXIT CODES ", " ");
        assertThat(section.replaceAll("[^0-9]+", " ").strip()).isEqualTo(codes);
        assertThat(section).doesNotContain("--resume");
    }

    @Test
    void examplesOfSyncCallTheProgramAsItWasCalled() {
        assertThat(help("sync"))
                .contains("./exporter sync --startHeight 0 --every 10m", "./exporter sync --lag 20")
                .contains("at most once, with --commitEvery once for each so many partitions");
    }

    @Test
    void whatJsonMeansIsSaidOfEachCommandThatReadsTables() {
        assertThat(help("files")).contains("--json print a JSON array of paths").doesNotContain("--format");
        out.reset();
        assertThat(help("query")).contains("--json the same as --format json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"recover", "sync", "keys", "demo"})
    void anUnknownOptionLeadsToThePageOfItsCommand(String command) {
        refused(command, "--zzzzzzzzzzzz");
        assertThat(err())
                .endsWith("there is no option --zzzzzzzzzzzz [command line]. See exporter " + command + " --help");
    }

    @Test
    void anArgumentTooManyLeadsToThePageOfItsCommand() {
        refused("clean", "everything");
        assertThat(err()).contains("'everything' is neither an option").endsWith("See exporter clean --help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--commitEvery=5", "--resume", "--notify=http://localhost/", "--includeL1Tags", "--verify"})
    void aVerificationThatRepairsNothingTakesNoOptionsOfExports(String option) {
        refused("verify", "--offline", option);
        assertThat(err())
                .contains(option.replaceFirst("=.*", "") + " is an option of exports, and only --repair exports");
    }

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void anOptionFileMayHoldOptionsOfAllCommandsAndNoOthers(String command) throws IOException {
        Path file = Files.writeString(
                directory.resolve("options"),
                "--coreDb c.db --startHeight=5 --strict --exclude-l1 --resume --lag 3 --offline --format csv"
                        + " --table blocks --state failed --watch --notify http://localhost/ --repositoryLost"
                        + " --minAge 2h --keepDays 3 --port 1 --scope read --seed 4 --minAgee 5");
        refused(command, "@" + file);
        assertThat(err()).startsWith("exporter: there is no option --minAgee [@" + file + "]. Did you mean --minAge?");
    }

    @Test
    void aCommandTakesItsOwnOptionsOfSuchAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("options"), "--coreDb c.db --yes --minAge soon --lag 3");
        refused("clean", "@" + file);
        assertThat(err()).contains("--minAge is not a time: 'soon' [--minAge from @" + file + "]");
    }

    @Test
    void helpAndVersionAreNotAskedForByTheEnvironment() {
        assertThat(run(Map.of("EXPORTER_VERSION", "0.1.0", "EXPORTER_HELP", "true"), "clean", "--minAge=no"))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(err()).hasLineCount(1).contains("--minAge is not a time");
    }

    @Test
    void whatKubernetesSetsBesideAServiceIsNamed() {
        Map<String, String> environment = Map.of("EXPORTER_PORT", "tcp://10.0.0.7:8080");
        assertThat(run(environment, "serve")).isEqualTo(ExitCode.REFUSED);
        assertThat(err()).contains("[--port from environment EXPORTER_PORT]", "enableServiceLinks: false");
    }

    @Test
    void exitCode2OfSyncIsOfItsLastCycle() {
        assertThat(help("sync")).contains("2 the last cycle was refused before it wrote anything");
    }

    @Test
    void optionsOfExportsInTheEnvironmentAndInFilesDoNotKeepAVerificationFromItsWork() throws IOException {
        Path file = Files.writeString(directory.resolve("options"), "--commitEvery 7 --stagingDir x");
        // Refused for what comes after.
        assertThat(run(
                        Map.of("EXPORTER_COMMIT_EVERY", "5"),
                        "verify",
                        "@" + file,
                        "--stagingDir=y",
                        "--offline",
                        "--counts"))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(err()).contains("--offline and --counts contradict each other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jobs", "status"})
    void aStagingDirectoryThatIsAFileIsRefused(String command) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        refused(command, "--stagingDir=" + file);
        assertThat(err()).contains("--stagingDir is not a directory: " + file + " [--stagingDir]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "h2"})
    void jobsOfARepositoryThatDoesNotExistAreRefused(String repository) {
        Path staging = directory.resolve("mistyped");
        refused("jobs", "--state=interrupted", "--stagingDir=" + staging, "--jobRepository=" + repository);
        assertThat(err())
                .contains("there is no job repository " + staging + "/jobs.")
                .contains("[--stagingDir, --jobRepository]");
        assertThat(staging).doesNotExist();
    }

    @Test
    void aWatchWithoutAPauseIsRefused() {
        refused("status", "--watch", "--every=0s");
        assertThat(err()).contains("--every is zero [--every]");
    }

    @Test
    void whomToTellOfAResumedExportIsCheckedFirst() {
        refused("resume", "1", "--notify=ftp://host/", "--stagingDir=" + directory.resolve("none"));
        assertThat(err()).contains("the address is not one of HTTP").contains("[--notify]");
    }

    @ParameterizedTest
    @CsvSource({"--notify=ftp://host/, the address is not one of HTTP", "--jobRepository=jdbc:oracle:x, is not a job"})
    void aPlanIsRefusedForWhatTheExportWouldBeRefusedFor(String option, String message) {
        refused("plan", "--startHeight=1", "--endHeight=2", option, "--nativeDir=" + directory.resolve("natives"));
        assertThat(err()).contains(message);
    }

    @ParameterizedTest
    @CsvSource({"--blocks=5, 10", "--transactions=199, 200", "--firstHeight=0, 1"})
    void aDemoThatIsTooSmallIsRefusedBeforeItIsAnnounced(String option, String least) {
        refused("demo", "--dir=" + directory.resolve("demo"), option);
        assertThat(err()).endsWith("Give " + least + " or more");
        assertThat(directory.resolve("demo")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "file/below"})
    void aDemoInAFileIsRefused(String name) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "the notes of a person");
        refused("demo", "--dir=" + directory.resolve(name));
        assertThat(err()).contains("--dir is not a directory: " + file + " [--dir]");
        assertThat(file).hasContent("the notes of a person");
    }
}
