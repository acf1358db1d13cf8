package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths that look like SQL, what others may do with the files, and secrets that stay where they are. */
@Timeout(300)
class HostilePathsIT {
    private static final String SECRET = "xUnguessable-9f2c";

    @TempDir
    static Path shared;

    static SourceGateway gateway;

    @TempDir
    Path directory;

    @BeforeAll
    static void makeAGateway() {
        gateway = SourceGateway.demo(shared.resolve("gate way's \"db\""), 100, 40, 300, 11);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "it's \"a\" warehouse; DROP TABLE x --",
                "100%20 ?#&=*[a]",
                "back\\slash\tand tab",
            })
    void aFolderMayHaveAnyName(String name) throws Exception {
        String warehouse = "--warehouseDir=" + directory.resolve(name);

        export(List.of(warehouse, "--stagingDir=" + directory.resolve("staging " + name)))
                .requireExit(0);

        assertThat(directory.resolve(name).resolve("blocks/metadata")).isNotEmptyDirectory();
        ExporterJar.Ended counted = ExporterJar.launched(directory)
                .run(List.of("query", "SELECT count(*) AS n FROM blocks", "--format=csv", warehouse))
                .requireExit(0);
        assertThat(counted.out().lines())
                .contains(Integer.toString(gateway.rows("blocks", 100, 139).size()));
    }

    @Test
    void aWarehouseWhosePathHasALineBreakIsRefused() throws Exception {
        Path warehouse = directory.resolve("one\ntwo");

        refused(List.of("--warehouseDir=" + warehouse));

        assertThat(warehouse).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a/b", "/etc", "a'b", "a\nb", ".hidden", "a\"b"})
    void aNamespaceCannotLeaveTheWarehouse(String namespace) throws Exception {
        refused(List.of("--namespace=" + namespace));

        assertThat(directory.resolve("warehouse")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"077, true", "000, false"})
    void filesAreMadeUnderTheUsersUmaskAndOthersNeverWriteThem(String umask, boolean isPrivate) throws Exception {
        ExporterJar.launchedAfter(directory, "umask " + umask)
                .run(options(List.of()))
                .requireExit(0);

        for (Path file : made()) {
            assertThat(Files.getPosixFilePermissions(file))
                    .as(file.toString())
                    .doesNotContain(PosixFilePermission.OTHERS_WRITE);
            if (isPrivate) {
                assertThat(Files.getPosixFilePermissions(file))
                        .as(file.toString())
                        .allMatch(permission -> permission.name().startsWith("OWNER"));
            }
        }
    }

    /** As under cron. */
    @Test
    void withoutALocaleTheTablesLieInTheCurrentDirectoryWhateverItsName() throws Exception {
        ExporterJar.launchedAfter(directory, enterNamed("d\\303\\266ner", "C"))
                .run(options(List.of()))
                .requireExit(0);

        requireOneDirectory();
        try (Stream<Path> all = Files.walk(directory)) {
            assertThat(all.filter(file -> file.endsWith("version-hint.text"))).hasSize(3);
        }
    }

    /** Java cannot name the directory then, and would take another one for it. */
    @Test
    void aCurrentDirectoryThatTheLocaleCannotNameIsNotTakenForAnother() throws Exception {
        ExporterJar.Ended ended =
                ExporterJar.after(directory, enterNamed("d\\303\\266ner", "C")).run(options(List.of()));

        assertThat(ended.exitCode()).isNotZero();
        requireOneDirectory();
    }

    private static String enterNamed(String name, String locale) {
        return "unset LC_ALL LC_CTYPE && export LANG=" + locale + " && mkdir \"$(printf '" + name + "')\" && cd d*";
    }

    private void requireOneDirectory() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            assertThat(all.filter(Files::isDirectory)).hasSize(1);
        }
    }

    @Test
    void aPasswordIsInNoFileAndInNoMessage() throws Exception {
        Path password = Files.writeString(shared.resolve("password.txt"), SECRET);
        List<String> options =
                List.of("--passwordFile=" + password, "--jobRepository=jdbc:postgresql://127.0.0.1:9/none?user=nobody");

        ExporterJar.Ended ended = export(options).requireExit(1);

        assertThat(ended.err() + ended.out()).doesNotContain(SECRET);
        export(List.of("--passwordFile=" + password)).requireExit(0);
        requireNowhere();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://127.0.0.1:9/none?user=nobody&password=" + SECRET,
                "jdbc:postgresql://127.0.0.1:9/none?user=nobody&sslpassword=" + SECRET,
                "jdbc:postgresql://nobody:" + SECRET + "@127.0.0.1:9/none",
                "jdbc:h2:file:./jobs;PASSWORD=" + SECRET,
                "mysql://nobody:" + SECRET + "@127.0.0.1/none",
            })
    void aPasswordInAUrlIsRefusedAndNotRepeated(String url) throws Exception {
        ExporterJar.Ended ended = refused(List.of("--jobRepository=" + url));

        assertThat(ended.err() + ended.out()).doesNotContain(SECRET).contains("--passwordFile");
        requireNowhere();
    }

    private void requireNowhere() throws IOException {
        for (Path file : made()) {
            if (Files.isRegularFile(file)) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(SECRET);
            }
        }
    }

    private ExporterJar.Ended refused(List<String> more) throws Exception {
        return new ExporterHere(directory).run(options(more)).requireExit(2);
    }

    private ExporterJar.Ended export(List<String> more) throws Exception {
        return ExporterJar.launched(directory).run(options(more));
    }

    private static List<String> options(List<String> more) {
        List<String> options = new ArrayList<>(gateway.options());
        options.addAll(List.of("--startHeight=100", "--endHeight=139"));
        options.addAll(more);
        return options;
    }

    /** All that exports have made in the current directory; the test's own files are none of them. */
    private List<Path> made() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> !file.equals(directory))
                    .filter(file -> !file.getFileName().toString().matches("out.*\\.txt"))
                    .toList();
        }
    }
}
