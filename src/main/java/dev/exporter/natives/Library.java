package dev.exporter.natives;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The native libraries, each with the resource of its jar that holds it on a platform. */
enum Library {
    SQLITE {
        @Override
        String resource(Platform platform) {
            return "org/sqlite/native/"
                    + switch (platform) {
                        case LINUX_AMD64 -> "Linux/x86_64/libsqlitejdbc.so";
                        case LINUX_ARM64 -> "Linux/aarch64/libsqlitejdbc.so";
                        case MACOS_ARM64 -> "Mac/aarch64/libsqlitejdbc.dylib";
                        case WINDOWS_AMD64 -> "Windows/x86_64/sqlitejdbc.dll";
                    };
        }
    },
    ARROW {
        @Override
        String resource(Platform platform) {
            return "arrow_cdata_jni/"
                    + switch (platform) {
                        case LINUX_AMD64 -> "x86_64/libarrow_cdata_jni.so";
                        case LINUX_ARM64 -> "aarch_64/libarrow_cdata_jni.so";
                        case MACOS_ARM64 -> "aarch_64/libarrow_cdata_jni.dylib";
                        case WINDOWS_AMD64 -> "x86_64/arrow_cdata_jni.dll";
                    };
        }
    },
    DUCKDB {
        @Override
        String resource(Platform platform) {
            return "libduckdb_java.so_"
                    + switch (platform) {
                        case LINUX_AMD64 -> "linux_amd64";
                        case LINUX_ARM64 -> "linux_arm64";
                        case MACOS_ARM64 -> "macos_arm64";
                        case WINDOWS_AMD64 -> "windows_amd64";
                    };
        }

        /** As {@link System#mapLibraryName} has it, by which a class loader finds it. */
        @Override
        String fileName(Platform platform) {
            return switch (platform) {
                case LINUX_AMD64, LINUX_ARM64 -> "libduckdb_java.so";
                case MACOS_ARM64 -> "libduckdb_java.dylib";
                case WINDOWS_AMD64 -> "duckdb_java.dll";
            };
        }
    };

    /** What {@code sha256sum} prints of every resource; kept with the versions in pom.xml and checked by a test. */
    static final String CHECKSUMS = "libraries.sha256";

    /** The name of the resource that holds the library, without a leading slash. */
    abstract String resource(Platform platform);

    /** The library's file name without folders. */
    String fileName(Platform platform) {
        String resource = resource(platform);
        return resource.substring(resource.lastIndexOf('/') + 1);
    }

    /** The SHA-256 that the library must have, in hex. */
    String sha256(Platform platform) {
        String ending = "  " + resource(platform);
        InputStream resource = Objects.requireNonNull(Library.class.getResourceAsStream(CHECKSUMS), CHECKSUMS);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> line.endsWith(ending))
                    .map(line -> line.substring(0, line.length() - ending.length()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(CHECKSUMS + " lacks " + resource(platform)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
