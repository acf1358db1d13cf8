package dev.exporter.natives;

import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * Directories in which nobody else can put a library. On file systems without POSIX permissions (Windows) the access
 * control of the user's profile has to do.
 */
final class PrivateDirectory {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private PrivateDirectory() {}

    /**
     * Makes {@code directory} with mode 0700 where it does not exist, and otherwise checks it.
     *
     * @throws NativeLibraryException if it belongs to another user, or if others may write to it
     */
    static void root(Path directory) throws IOException {
        create(directory);
        if (!posix(directory)) {
            return;
        }
        requireOwn(directory);
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
        if (permissions.contains(GROUP_WRITE) || permissions.contains(OTHERS_WRITE)) {
            throw new NativeLibraryException(
                    "other users may write to the directory of native libraries",
                    directory.toString(),
                    "Take that right away (chmod go-w), or name another directory with --nativeDir");
        }
    }

    /**
     * Makes {@code directory}, directly in a {@link #root}, with mode 0700; an existing one gets that mode back.
     *
     * @throws NativeLibraryException if it is a symbolic link, or belongs to another user than its parent
     */
    static void folder(Path directory) throws IOException {
        create(directory);
        if (!ownedLikeParent(directory) || Files.isSymbolicLink(directory)) {
            throw new NativeLibraryException(
                    "the folder of a native library is a link or belongs to somebody else",
                    directory.toString(),
                    "Remove it, or name another directory with --nativeDir");
        }
        if (posix(directory)) {
            if (!Files.getPosixFilePermissions(directory).equals(OWNER_ONLY)) {
                Files.setPosixFilePermissions(directory, OWNER_ONLY);
            }
        }
    }

    /** Whether {@code file} is a regular file, not a link, that belongs to the owner of its directory. */
    static boolean holdsOwn(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && ownedLikeParent(file);
    }

    private static boolean ownedLikeParent(Path path) throws IOException {
        return !posix(path)
                || Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(path.resolveSibling("")));
    }

    private static void create(Path directory) throws IOException {
        FileAttribute<?>[] mode = posix(existingAncestor(directory))
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        Files.createDirectories(directory, mode);
    }

    private static void requireOwn(Path directory) throws IOException {
        UserPrincipal owner = Files.getOwner(directory);
        if (!owner.equals(currentUser(directory))) {
            throw new NativeLibraryException(
                    "the directory of native libraries belongs to " + owner.getName() + ", not to you",
                    directory.toString(),
                    "Name a directory of your own with --nativeDir");
        }
    }

    /** The user as the file system sees it: the owner of a file just made. Names need not resolve in containers. */
    private static UserPrincipal currentUser(Path directory) throws IOException {
        Path probe;
        try {
            probe = Files.createTempFile(directory, ".owner", ".tmp");
        } catch (IOException e) {
            throw new NativeLibraryException(
                    "the directory of native libraries cannot be written to",
                    directory.toString(),
                    "Name another directory with --nativeDir",
                    e);
        }
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }

    private static Path existingAncestor(Path directory) {
        Path path = directory;
        while (!Files.exists(path)) {
            Path parent = path.getParent();
            if (parent == null) {
                return path;
            }
            path = parent;
        }
        return path;
    }

    private static boolean posix(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView("posix");
    }
}
