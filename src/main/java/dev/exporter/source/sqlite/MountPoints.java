package dev.exporter.source.sqlite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What is mounted where, as Linux tells it (proc_pid_mountinfo(5)); nothing on other systems. */
final class MountPoints {
    private static final Path TABLE = Path.of("/proc/self/mountinfo");
    private static final int MOUNT_POINT = 4;

    private MountPoints() {}

    /** Whether something is mounted right at {@code path}, which has no links; false where that cannot be told. */
    static boolean has(Path path) {
        try {
            String shown = escaped(path.toString().getBytes(StandardCharsets.UTF_8));
            String table = Files.readString(TABLE, StandardCharsets.ISO_8859_1);
            return Arrays.stream(table.split("\n", -1))
                    .map(line -> line.split(" ", MOUNT_POINT + 2))
                    .anyMatch(fields -> fields.length > MOUNT_POINT && fields[MOUNT_POINT].equals(shown));
        } catch (IOException e) {
            return false;
        }
    }

    private static String escaped(byte[] path) {
        return new String(path, StandardCharsets.ISO_8859_1)
                .replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012");
    }
}
