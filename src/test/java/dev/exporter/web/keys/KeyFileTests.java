package dev.exporter.web.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTests {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC);

    @TempDir
    Path directory;

    private KeyFile file;

    @BeforeEach
    void name() {
        file = new KeyFile(directory.resolve("keys"));
    }

    @Test
    void theFileHoldsTheHashAndNotTheKey() throws Exception {
        String key = file.add("ann", Scope.OPERATE, CLOCK);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII));
        assertThat(key).matches("exk_[A-Za-z0-9_-]{43}");
        assertThat(Files.readAllLines(file.path()))
                .hasSize(2)
                .element(1)
                .isEqualTo(String.format("ann operate %064x 2026-01-02T03:04:05Z", new BigInteger(1, digest)));
    }

    @Test
    void onlyItsOwnerMayReadTheFile() throws IOException {
        file.add("ann", Scope.READ, CLOCK);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r-----"));
        refused("keys-not-private", file::keys);
        refused("keys-not-private", () -> file.add("bob", Scope.READ, CLOCK));
    }

    @Test
    void keysAreListedInTheirOrderAndRemovedByName() {
        file.add("ann", Scope.READ, CLOCK);
        file.add("bob@host", Scope.OPERATE, CLOCK);
        assertThat(file.keys()).extracting(Key::name).containsExactly("ann", "bob@host");
        file.remove("ann");
        assertThat(file.keys())
                .extracting(Key::name, Key::scope)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("bob@host", Scope.OPERATE));
        refused("key-unknown", () -> file.remove("ann"));
    }

    @Test
    void noTwoKeysHaveOneName() {
        file.add("ann", Scope.READ, CLOCK);
        refused("key-name-taken", () -> file.add("ann", Scope.OPERATE, CLOCK));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\nb", "<b>", "-a", "#a"})
    void namesThatWouldBreakTheFileAreRefused(String name) {
        refused("key-name-invalid", () -> file.add(name, Scope.READ, CLOCK));
        assertThat(file.path()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann read", "ann admin 00 2026-01-01T00:00:00Z", "x"})
    void aLineThatIsNotRightIsNamedAndNotShown(String line) throws IOException {
        file.add("ann", Scope.READ, CLOCK);
        Files.writeString(file.path(), "# comment\n\n" + line + "\n");
        assertThatThrownBy(file::keys)
                .isInstanceOfSatisfying(
                        ExporterException.class,
                        e -> assertThat(e.problem().text()).contains("line 3").doesNotContain(line));
    }

    @Test
    void aMissingFileIsRefusedWithTheWayToMakeOne() {
        assertThatThrownBy(file::keys)
                .isInstanceOfSatisfying(
                        ExporterException.class,
                        e -> assertThat(e.problem().remedy()).contains("exporter keys add"));
    }

    @Test
    void nothingIsRemovedFromAFileThatIsNotThereAndNothingIsLeftBeside() throws IOException {
        refused("keys-missing", () -> file.remove("ann"));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aDirectoryIsNoFileOfKeysWhoeverMayReadIt() throws IOException {
        Files.createDirectory(
                file.path(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        assertThatThrownBy(file::keys)
                .isInstanceOfSatisfying(
                        ExporterException.class,
                        e -> assertThat(e.problem().text())
                                .contains("the file of keys " + file.path() + " is a directory")
                                .doesNotContain("chmod"));
        refused("keys-unusable", () -> file.add("ann", Scope.READ, CLOCK));
    }

    @Test
    void aRingForgetsWhatTheFileForgets() {
        String ann = file.add("ann", Scope.READ, CLOCK);
        KeyRing ring = new KeyRing(file);
        Key key = ring.find(ann).orElseThrow();
        assertThat(ring.find(ann + "x")).isEmpty();
        assertThat(ring.holds(key)).isTrue();
        file.remove("ann");
        assertThat(ring.holds(key)).isFalse();
        assertThat(ring.find(ann)).isEmpty();
    }

    private static void refused(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ExporterException.class, e -> {
            assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(e.problem().code()).isEqualTo(code);
        });
    }
}
