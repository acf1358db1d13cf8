package dev.exporter.cli;

import dev.exporter.natives.NativeLibraries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.c.jni.JniLoader;

/**
 * A program that loads all three native libraries as {@link Main} would have it, prints where from, and then waits for
 * its standard input to end.
 */
public final class NativeLibrariesProbe {
    private NativeLibrariesProbe() {}

    /** @param arguments the directory of native libraries */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        ClassLoader loader = Main.insteadOf(NativeLibrariesProbe.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        loader.loadClass(Inside.class.getName()).getMethod("run", String.class).invoke(null, arguments[0]);
    }

    /** What runs in the other class loader. */
    public static final class Inside {
        private Inside() {}

        public static void run(String directory) throws Exception {
            NativeLibraries.prepare(Optional.of(Path.of(directory)));
            connect("jdbc:sqlite::memory:");
            JniLoader.get().ensureLoaded();
            connect("jdbc:duckdb:");
            try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
                maps.map(line -> line.substring(line.lastIndexOf(' ') + 1))
                        .filter(file -> file.matches(".*(sqlitejdbc|arrow_cdata|duckdb_java).*"))
                        .distinct()
                        .forEach(System.out::println);
            }
            System.out.println("loaded");
            while (System.in.read() >= 0) {
                // Waits to be killed.
            }
        }

        private static void connect(String url) throws SQLException {
            try (Connection connection = DriverManager.getConnection(url)) {
                connection.createStatement().execute("SELECT 1");
            }
        }
    }
}
