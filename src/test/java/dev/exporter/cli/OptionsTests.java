package dev.exporter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.cli.options.Setting;
import dev.exporter.cli.options.settings.ExportSettings;
import dev.exporter.cli.options.settings.Misspelt;
import dev.exporter.cli.options.settings.SyncSettings;
import dev.exporter.cli.options.settings.VerifySettings;
import dev.exporter.plan.Codec;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What options become, and which of two wins. */
class OptionsTests {
    @TempDir
    static Path directory;

    private final RecordedExports exports = RecordedExports.done();
    private final Session session = new Session(exports)
            .with("EXPORTER_NATIVE_DIR", directory.resolve("n").toString());

    private ExportRequest asked(String... options) {
        String[] all = Stream.concat(Stream.of("--startHeight", "10", "--endHeight", "20"), Stream.of(options))
                .toArray(String[]::new);
        assertThat(session.run(all)).as(session.err()).isEqualTo(ExitCode.DONE);
        return exports.request();
    }

    @Test
    void theDefaultsAreTheDocumentedOnes() {
        ExportRequest request = asked();

        assertThat(request.dataset()).isEqualTo("ario");
        assertThat(request.requestedRange()).isEqualTo("10-20");
        assertThat(request.partitionSize()).isEmpty();
        assertThat(request.databases().get("core"))
                .isEqualTo(Path.of("data/sqlite/core.db").toAbsolutePath());
        assertThat(request.options())
                .containsEntry("includeL1Transactions", "false")
                .containsEntry("includeL1Tags", "false")
                .containsEntry("signature", "false")
                .containsEntry("onMissingTag", "fail")
                .containsEntry("strict", "false");
        assertThat(request.output())
                .isEqualTo(new ExportRequest.Output(
                        1_000_000,
                        512_000_000,
                        new Codec.Compression(Codec.ZSTD, OptionalInt.empty()),
                        122_880,
                        ExportRequest.Replace.KEEP));
        assertThat(request.place().warehouse()).isEqualTo(Path.of("warehouse").toAbsolutePath());
        assertThat(request.place().staging()).isEqualTo(Path.of("staging").toAbsolutePath());
        assertThat(request.place().warehouseLocation()).isEmpty();
        assertThat(request.place().namespace()).isEmpty();
        assertThat(request.place().jobRepository()).isEqualTo("sqlite");
        assertThat(request.limits().parallelism())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(request.limits().memoryBytes()).isBetween(16_000_000L, 4_000_000_000L);
        assertThat(request.limits().busyTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(request.onInterrupted()).isEqualTo(ExportRequest.OnInterrupted.REFUSE);
    }

    @Test
    void everyOptionIsTakenInCamelCaseAndInKebabCase() {
        ExportRequest camel = asked(
                "--heightPartitionSize=50",
                "--maxFileRows=7",
                "--maxFileBytes=1MiB",
                "--busyTimeout=2m",
                "--includeL1Transactions",
                "--coreDb=/c.db",
                "--warehouseDir=/w",
                "--memoryLimit=1GB");
        ExportRequest kebab = asked(
                "--height-partition-size",
                "50",
                "--max-file-rows",
                "7",
                "--max-file-bytes",
                "1MiB",
                "--busy-timeout",
                "2m",
                "--include-l1-transactions",
                "--core-db",
                "/c.db",
                "--warehouse-dir",
                "/w",
                "--memory-limit",
                "1GB");

        assertThat(kebab).isEqualTo(camel);
        assertThat(camel.partitionSize()).isEqualTo(OptionalLong.of(50));
        assertThat(camel.output().maxFileRows()).isEqualTo(7);
        assertThat(camel.output().maxFileBytes()).isEqualTo(1_048_576);
        assertThat(camel.limits().busyTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(camel.limits().memoryBytes()).isEqualTo(1_000_000_000);
        assertThat(camel.options()).containsEntry("includeL1Transactions", "true");
        assertThat(camel.databases()).containsEntry("core", Path.of("/c.db"));
        assertThat(camel.place().warehouse()).isEqualTo(Path.of("/w"));
    }

    @Test
    void latestIsKeptAsTheEnd() {
        assertThat(session.run("export", "--startHeight", "0", "--endHeight", "latest"))
                .isEqualTo(ExitCode.DONE);
        assertThat(exports.request().requestedRange()).isEqualTo("0-latest");
    }

    @ParameterizedTest
    @CsvSource({
        "--strict,true",
        "--strict=true,true",
        "--strict true,true",
        "--strict=false,false",
        "--strict false,false",
        "--strict --includeL1Tags,true"
    })
    void aFlagMayHaveAValue(String options, String expected) {
        assertThat(asked(options.split(" ")).options()).containsEntry("strict", expected);
    }

    @Test
    void excludeL1StandsForBothFlagsAndBeatsThoseOfLowerLevels() {
        session.with("EXPORTER_INCLUDE_L1_TAGS", "true");
        assertThat(asked().options()).containsEntry("includeL1Tags", "true");

        assertThat(asked("--exclude-l1").options())
                .containsEntry("includeL1Transactions", "false")
                .containsEntry("includeL1Tags", "false");
        assertThat(exports.given()).contains("includeL1Transactions", "includeL1Tags");
    }

    @ParameterizedTest
    @CsvSource({"zstd:5,,zstd,5", "ZSTD,9,zstd,9", "zstd:9,9,zstd,9", "snappy,,snappy,", "none,,none,"})
    void theCompressionMayHaveALevelInEitherForm(String compression, String level, String codec, Integer expected) {
        ExportRequest request = level == null
                ? asked("--compression", compression)
                : asked("--compression", compression, "--compressionLevel", level);

        assertThat(request.output().compression().codec().text()).isEqualTo(codec);
        assertThat(request.output().compression().level())
                .isEqualTo(expected == null ? OptionalInt.empty() : OptionalInt.of(expected));
    }

    @Test
    void theCommandLineBeatsOptionFilesAndTheyBeatTheEnvironment() throws IOException {
        Path first = Files.writeString(directory.resolve("first"), "--maxFileRows 2 --rowGroupSize 20 --namespace a\n");
        Path second = Files.writeString(directory.resolve("second"), "# comment\n--rowGroupSize 30 # more\n");
        session.with("EXPORTER_MAX_FILE_ROWS", "3")
                .with("EXPORTER_PARALLELISM", "5")
                .with("EXPORTER_NAMESPACE", "b");

        ExportRequest request = asked("--maxFileRows", "1", "@" + first, "@" + second);

        assertThat(request.output().maxFileRows()).isEqualTo(1);
        assertThat(request.output().rowGroupRows()).isEqualTo(30);
        assertThat(request.place().namespace()).isEqualTo("a");
        assertThat(request.limits().parallelism()).isEqualTo(5);
    }

    @Test
    void anOptionFileMayHaveCommentsAndQuotes() throws IOException {
        Path file = Files.writeString(directory.resolve("quoted"), """
                # where things are
                --warehouseDir "/with space/w\\"q"   # a comment
                --stagingDir='/it is/#here'
                --coreDb /c#1.db
                """);

        ExportRequest request = asked("@" + file);

        assertThat(request.place().warehouse()).isEqualTo(Path.of("/with space/w\"q"));
        assertThat(request.place().staging()).isEqualTo(Path.of("/it is/#here"));
        assertThat(request.databases()).containsEntry("core", Path.of("/c#1.db"));
    }

    @Test
    void theGatewaysPathsComeWithTheProgram() {
        assertThat(asked("@gateway").place().warehouse())
                .isEqualTo(Path.of("data/local/warehouse").toAbsolutePath());
    }

    @Test
    void optionsThatTheUserGaveAreToldFromDefaults() {
        session.with("EXPORTER_PARALLELISM", "5");
        asked("--max-file-rows", "7");

        assertThat(exports.given())
                .contains("startHeight", "endHeight", "maxFileRows", "parallelism")
                .doesNotContain("maxFileBytes", "compression", "coreDb", "strict");
    }

    @Test
    void resumeAndFreshSayWhatToDoAboutAnInterruptedRun() {
        assertThat(asked("--resume").onInterrupted()).isEqualTo(ExportRequest.OnInterrupted.RESUME);
        assertThat(asked("--fresh").onInterrupted()).isEqualTo(ExportRequest.OnInterrupted.FRESH);
    }

    @Test
    void theJobRepositorysPasswordComesFromTheEnvironmentOrAFileAndStaysOutOfTheRequest() throws IOException {
        String url = "jdbc:postgresql://db.example/jobs?user=exporter";
        session.with("EXPORTER_JOB_REPOSITORY_PASSWORD", "s3cret");
        assertThat(asked("--jobRepository", url).toString()).contains(url).doesNotContain("s3cret");
        assertThat(session.password).contains("s3cret");

        Path file = Files.writeString(directory.resolve("password"), "from file\n");
        asked("--jobRepository", url, "--passwordFile", file.toString());
        assertThat(session.password).contains("from file");
    }

    @Test
    void aDatasetFileBringsItsOwnOptions() throws IOException {
        Files.createDirectories(directory.resolve("jobs/ario"));
        String yaml = Files.readString(Path.of("jobs/ario.yml"))
                .replace("name: ario", "name: other")
                .replace("startHeight", "firstHeight")
                .replace("option: coreDb", "option: chainDb");
        Files.writeString(directory.resolve("jobs/other.yml"), yaml);
        try (Stream<Path> queries = Files.list(Path.of("jobs/ario"))) {
            for (Path sql : queries.toList()) {
                Files.writeString(directory.resolve("jobs/ario").resolve(sql.getFileName()), Files.readString(sql));
            }
        }
        String jobs = directory.resolve("jobs").toString();

        assertThat(session.run(
                        "--dataset",
                        "other",
                        "--jobsDir",
                        jobs,
                        "--firstHeight",
                        "1",
                        "--endHeight",
                        "2",
                        "--chain-db",
                        "/c.db"))
                .as(session.err())
                .isEqualTo(ExitCode.DONE);

        assertThat(exports.request().dataset()).isEqualTo(jobs + "/other.yml");
        assertThat(exports.request().databases()).containsEntry("core", Path.of("/c.db"));
        assertThat(session.err()).containsPattern("dataset=other file=.*other.yml sha256=[0-9a-f]{64}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"every", "lag", "overlap", "offline", "counts", "repair", "json"})
    void aDatasetsOptionWithANameOfExportersOwnIsRefused(String name) throws IOException {
        Files.createDirectories(directory.resolve(name));
        try (Stream<Path> queries = Files.list(Path.of("jobs/ario"))) {
            for (Path sql : queries.toList()) {
                Path copy = directory.resolve(name + "/ario").resolve(sql.getFileName());
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, Files.readString(sql));
            }
        }
        Path file = Files.writeString(
                directory.resolve(name + "/ario.yml"),
                Files.readString(Path.of("jobs/ario.yml"))
                        .replace(
                                "options:\n  - {name: include",
                                "options:\n  - {name: " + name
                                        + ", values: [a, b], value: a, scope: false, description: d}\n  - {name: include"));
        Dataset dataset = DatasetReader.read(file.toString());

        assertThatThrownBy(() -> {
                    SyncSettings.of(dataset);
                    VerifySettings.withExport(dataset);
                })
                .isInstanceOfSatisfying(ExporterException.class, refused -> {
                    assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
                    assertThat(refused.problem().message()).contains("two options of one name", name);
                    assertThat(refused.problem().where()).isEqualTo(file.toString());
                });
    }

    @Test
    void anEnvironmentVariableThatLooksLikeAMisspeltOptionIsWarnedOf() {
        List<Setting> settings = ExportSettings.of(DatasetReader.read("ario"));

        assertThat(Misspelt.variables(
                        settings,
                        Set.of("EXPORTER_STRAT_HEIGHT", "EXPORTER_END_HEIGHT", "EXPORTER_JAVA_OPTS", "STRAT_HEIGHT")))
                .containsExactly(
                        "the environment variable EXPORTER_STRAT_HEIGHT is not that of any option; did you mean"
                                + " EXPORTER_START_HEIGHT?");
    }

    @Test
    void variablesOfOtherCommandsAndOfSecretsAreNotMisspelt() {
        List<Setting> settings = ExportSettings.of(DatasetReader.read("ario"));

        assertThat(Misspelt.variables(
                        settings,
                        Set.of(
                                "EXPORTER_SEED",
                                "EXPORTER_BLOCKS",
                                "EXPORTER_FORMAT",
                                "EXPORTER_TABLE",
                                "EXPORTER_JOB_REPOSITORY_PASSWORD",
                                "EXPORTER_NOTIFY_SECRET",
                                "EXPORTER_",
                                "EXPORTER")))
                .isEmpty();
    }
}
