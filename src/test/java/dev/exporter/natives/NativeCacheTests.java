package dev.exporter.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeCacheTests {
    @TempDir
    Path directory;

    Path root;
    NativeCache cache;

    @BeforeEach
    void makeACache() {
        root = directory.resolve("cache");
        cache = cache(root);
    }

    @Test
    void anUnpackedLibraryIsTheOneInTheJar() throws IOException {
        Path path = cache.path(Library.ARROW);

        assertThat(Files.readAllBytes(path)).isEqualTo(arrow());
        assertThat(path.toString()).contains(Library.ARROW.sha256(Platform.LINUX_AMD64));
    }

    @Test
    void nobodyElseMayEnterTheFolders() throws IOException {
        Path folder = Objects.requireNonNull(cache.path(Library.ARROW).getParent());

        assertThat(permissions(root)).isEqualTo("rwx------");
        assertThat(permissions(folder)).isEqualTo("rwx------");
        assertThat(files(folder)).containsExactlyInAnyOrder("libarrow_cdata_jni.so", "libarrow_cdata_jni.so.checked");
    }

    @Test
    void anIntactLibraryIsNotUnpackedAgain() throws IOException {
        Path path = cache.path(Library.ARROW);
        FileTime old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
        Files.setLastModifiedTime(path, old);

        cache.path(Library.ARROW);

        assertThat(Files.getLastModifiedTime(path)).isEqualTo(old);
    }

    @Test
    void aTamperedLibraryIsUnpackedAgain() throws IOException {
        Path path = cache.path(Library.ARROW);
        byte[] tampered = arrow();
        tampered[tampered.length / 2] ^= 1;
        Files.write(path, tampered);

        assertThat(Files.readAllBytes(cache.path(Library.ARROW))).isEqualTo(arrow());
    }

    @Test
    void aLibraryThatWasTamperedWithAndGotItsTimesBackIsUnpackedAgain() throws IOException {
        Path path = cache.path(Library.ARROW);
        FileTime modified = Files.getLastModifiedTime(path);
        byte[] tampered = arrow();
        tampered[tampered.length / 2] ^= 1;
        Files.write(path, tampered);
        Files.setLastModifiedTime(path, modified);

        assertThat(Files.readAllBytes(cache.path(Library.ARROW))).isEqualTo(arrow());
    }

    @Test
    void aSealThatIsDamagedOrGoneIsMadeAgainFromTheBytes() throws IOException {
        Path path = cache.path(Library.ARROW);
        Path seal = path.resolveSibling(path.getFileName() + ".checked");
        String before = Files.readString(seal);

        Files.writeString(seal, "");
        assertThat(cache.path(Library.ARROW)).hasBinaryContent(arrow());
        assertThat(seal).hasContent(before);
        Files.delete(seal);
        assertThat(cache.path(Library.ARROW)).hasBinaryContent(arrow());
        assertThat(seal).hasContent(before);
    }

    @Test
    void aLinkInPlaceOfALibraryIsNotFollowed() throws IOException {
        Path path = cache.path(Library.ARROW);
        Path elsewhere = Files.move(path, directory.resolve("elsewhere.so"));
        Files.createSymbolicLink(path, elsewhere);

        assertThat(cache.path(Library.ARROW)).isRegularFile();
        assertThat(Files.isSymbolicLink(path)).isFalse();
    }

    @Test
    void wrongPermissionsOfALibrarysFolderAreRepaired() throws IOException {
        Path folder = Objects.requireNonNull(cache.path(Library.ARROW).getParent());
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

        cache.path(Library.ARROW);

        assertThat(permissions(folder)).isEqualTo("rwx------");
    }

    @Test
    void aDirectoryThatOthersMayWriteToIsRefused() throws IOException {
        Files.createDirectory(root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxr-x"));

        assertThatThrownBy(() -> cache.path(Library.ARROW)).isInstanceOfSatisfying(NativeLibraryException.class, e -> {
            assertThat(e).hasMessage("other users may write to the directory of native libraries");
            assertThat(e.where()).isEqualTo(root.toString());
            assertThat(e.remedy()).contains("--nativeDir");
        });
        assertThat(files(root)).isEmpty();
    }

    @Test
    void aFolderThatIsALinkIsRefused() throws IOException {
        Path folder = Objects.requireNonNull(cache.path(Library.ARROW).getParent());
        Path elsewhere = Files.move(folder, directory.resolve("elsewhere"));
        Files.createSymbolicLink(folder, elsewhere);

        assertThatThrownBy(() -> cache.path(Library.ARROW))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessageContaining("link");
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsReportedWithItsPath() throws IOException {
        Files.writeString(root, "a file");

        assertThatThrownBy(() -> cache.path(Library.ARROW))
                .isInstanceOfSatisfying(
                        NativeLibraryException.class, e -> assertThat(e.where()).startsWith(root.toString()));
    }

    @Test
    void anotherLibraryThanTheProgramWasBuiltWithIsRefused() {
        NativeCache damaged = new NativeCache(
                root,
                Platform.LINUX_AMD64,
                name -> new ByteArrayInputStream("another".getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> damaged.path(Library.ARROW))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessageContaining("jar is damaged");
        assertThat(root).isDirectoryNotContaining("glob:**/*.so");
    }

    @Test
    void whatAKilledProcessLeftIsRemovedOnceItIsOld() throws IOException {
        Path path = cache.path(Library.ARROW);
        Path abandoned = Files.writeString(path.resolveSibling(".unpacking1.tmp"), "half");
        Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path fresh = Files.writeString(path.resolveSibling(".unpacking2.tmp"), "half");
        Files.delete(path);

        cache.path(Library.ARROW);

        assertThat(abandoned).doesNotExist();
        assertThat(fresh).exists();
    }

    @Test
    void manyUnpackAtOnceAndAllGetTheWholeLibrary() throws IOException {
        Set<Path> paths = ConcurrentHashMap.newKeySet();

        IntStream.range(0, 16).parallel().forEach(i -> paths.add(cache(root).path(Library.ARROW)));

        assertThat(paths)
                .singleElement()
                .satisfies(path -> assertThat(Files.readAllBytes(path)).isEqualTo(arrow()));
    }

    private static NativeCache cache(Path directory) {
        return new NativeCache(
                directory,
                Platform.LINUX_AMD64,
                name -> NativeCacheTests.class.getClassLoader().getResourceAsStream(name));
    }

    private static byte[] arrow() throws IOException {
        try (var bytes = NativeCacheTests.class
                .getClassLoader()
                .getResourceAsStream("arrow_cdata_jni/x86_64/libarrow_cdata_jni.so")) {
            return Objects.requireNonNull(bytes).readAllBytes();
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static Stream<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
