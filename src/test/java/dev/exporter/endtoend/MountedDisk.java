package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file system that a test mounts over a folder: one that is small, or one that is for reading only. */
final class MountedDisk implements AutoCloseable {
    private static final int BLOCK_BYTES = 4096;

    private final Path folder;

    private MountedDisk(Path folder) {
        this.folder = folder;
    }

    /** Mounts a file system of so many megabytes in memory; leaves the test out where that is not allowed. */
    static MountedDisk small(Path folder, int megabytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        return mounted(folder, "-t", "tmpfs", "-o", "size=" + megabytes + "m", "exporter-test");
    }

    /** Makes what is below a folder unwritable from now on, even to root; leaves the test out where that is not allowed. */
    static MountedDisk readOnly(Path folder) throws IOException, InterruptedException {
        MountedDisk same = mounted(folder, "--bind", folder.toString());
        assertThat(run("mount", "-o", "remount,bind,ro", folder.toString())).isZero();
        return same;
    }

    /** Gives a file a second place, over the file that is there. */
    static MountedDisk file(Path of, Path over) throws IOException, InterruptedException {
        return mounted(over, "--bind", of.toString());
    }

    private static MountedDisk mounted(Path folder, String... how) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(how));
        command.add(folder.toString());
        assumeTrue(
                Files.isExecutable(Path.of("/bin/mount")) && run(command.toArray(String[]::new)) == 0,
                "file systems cannot be mounted here; it takes root on Linux");
        return new MountedDisk(folder);
    }

    /** Writes until nothing more fits; {@link #empty()} takes it back. */
    void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (true) {
                out.write(new byte[BLOCK_BYTES]);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left on device");
        }
    }

    void empty() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        // Lazily: a process that the test gave up may still be in there.
        assertThat(run("umount", "-l", folder.toString())).isZero();
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
