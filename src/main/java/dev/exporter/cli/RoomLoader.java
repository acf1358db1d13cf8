package dev.exporter.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes of the room {@code natives} from the executable jar, and what they extend from the class loader of
 * the jar itself. The jar's launcher would look for their base class in each of its libraries first, and read the
 * directories of all of them. Thread-safe.
 */
final class RoomLoader extends ClassLoader {
    private static final String ROOM = "dev.exporter.natives.";

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader libraries;

    /** @param libraries the class loader that the jar's launcher has made */
    RoomLoader(ClassLoader libraries) {
        super(libraries.getParent());
        this.libraries = libraries;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!name.startsWith(ROOM)) {
            throw new ClassNotFoundException(name);
        }
        try (@Nullable InputStream stream = libraries.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (stream == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = stream.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    @Override
    protected @Nullable URL findResource(String name) {
        return libraries.getResource(name);
    }
}
