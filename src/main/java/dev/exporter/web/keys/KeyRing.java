package dev.exporter.web.keys;

import dev.exporter.plan.ExporterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that open the doors now: the file's, read again when it has changed, so that a removed key is of no use from
 * then on. While the file cannot be read, no key opens anything. Thread-safe.
 */
public final class KeyRing {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

    private final KeyFile file;
    private volatile State state;

    /**
     * Reads the file.
     *
     * @throws ExporterException refused, if it cannot be used or holds no key
     */
    public KeyRing(KeyFile file) {
        this.file = file;
        this.state = new State(stamp(), file.keys());
        if (state.keys().isEmpty()) {
            throw ExporterException.refused(
                    "keys-missing",
                    "there is no key in " + file.path(),
                    "--keys",
                    "Make a first one with exporter keys add NAME --keys " + file.path());
        }
    }

    private record State(Object stamp, List<Key> keys) {}

    /** The key with this text. */
    public Optional<Key> find(String secret) {
        String hash = Secret.hash(secret);
        return current().stream().filter(key -> key.hash().equals(hash)).findFirst();
    }

    /** Whether the key still opens the doors, with the scope that it had. */
    public boolean holds(Key key) {
        return current().contains(key);
    }

    private List<Key> current() {
        Object stamp = stamp();
        State known = state;
        if (!stamp.equals(known.stamp())) {
            known = new State(stamp, reread());
            state = known;
        }
        return known.keys();
    }

    private List<Key> reread() {
        try {
            return file.keys();
        } catch (ExporterException e) {
            LOG.warn("no key is accepted: {}", e.problem().text());
            return List.of();
        }
    }

    /** Changes when the file does: it is replaced as a whole. */
    private Object stamp() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file.path(), BasicFileAttributes.class);
            @Nullable Object inode = attributes.fileKey();
            return List.of(
                    attributes.lastModifiedTime(),
                    attributes.size(),
                    String.valueOf(inode),
                    Files.getPosixFilePermissions(file.path()));
        } catch (IOException e) {
            return "missing";
        }
    }
}
