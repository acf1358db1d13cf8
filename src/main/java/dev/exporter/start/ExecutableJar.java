package dev.exporter.start;

import dev.exporter.natives.NativeLibraries;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The parts of an executable jar, as Spring Boot's "The Executable Jar Format" describes it: the program's classes in
 * {@code BOOT-INF/classes/}, its libraries, uncompressed, in {@code BOOT-INF/lib/}.
 */
final class ExecutableJar {
    private static final String CLASSES = "BOOT-INF/classes/";
    private static final String LIBRARIES = "BOOT-INF/lib/";

    private ExecutableJar() {}

    /** Writes {@code exporter.jar} and {@code lib/} into a folder, without the native libraries that are cached. */
    static void unpack(Path file, Path folder) throws IOException {
        Path libraries = Files.createDirectory(folder.resolve("lib"));
        List<String> names = new ArrayList<>();
        try (JarFile jar = new JarFile(file.toFile())) {
            for (ZipEntry entry : entries(jar, LIBRARIES)) {
                String name = entry.getName().substring(LIBRARIES.length());
                names.add("lib/" + name);
                unpackLibrary(jar, entry, libraries.resolve(name));
            }
            Durable.write(folder.resolve("exporter.jar"), out -> copyClasses(jar, manifest(jar, names), out));
        }
    }

    private static List<ZipEntry> entries(JarFile jar, String folder) {
        return jar.stream()
                .filter(entry -> entry.getName().startsWith(folder) && !entry.isDirectory())
                .map(ZipEntry.class::cast)
                .toList();
    }

    /** What the executable jar's manifest says of the program itself, with the libraries in the order of the jar. */
    private static Manifest manifest(JarFile jar, List<String> libraries) throws IOException {
        Manifest manifest = new Manifest(jar.getManifest());
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MAIN_CLASS, attributes.getValue("Start-Class"));
        attributes.put(Attributes.Name.CLASS_PATH, String.join(" ", libraries));
        return manifest;
    }

    private static void copyClasses(JarFile jar, Manifest manifest, OutputStream out) throws IOException {
        JarOutputStream classes = new JarOutputStream(new BufferedOutputStream(out), manifest);
        // read more often than written
        classes.setLevel(Deflater.NO_COMPRESSION);
        for (ZipEntry entry : entries(jar, CLASSES)) {
            try (InputStream bytes = jar.getInputStream(entry)) {
                copy(entry.getName().substring(CLASSES.length()), entry, bytes, classes);
            }
        }
        classes.finish();
        classes.flush();
    }

    private static void unpackLibrary(JarFile jar, ZipEntry library, Path file) throws IOException {
        Durable.write(file, out -> {
            try (InputStream bytes = jar.getInputStream(library)) {
                bytes.transferTo(out);
            }
        });
        try (ZipFile whole = new ZipFile(file.toFile())) {
            if (whole.stream().anyMatch(entry -> NativeLibraries.isResource(entry.getName()))) {
                Path rest = file.resolveSibling(file.getFileName() + ".rest");
                Durable.write(rest, out -> copyRest(whole, out));
                Files.move(rest, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void copyRest(ZipFile whole, OutputStream out) throws IOException {
        ZipOutputStream rest = new ZipOutputStream(new BufferedOutputStream(out));
        for (ZipEntry entry : Collections.list(whole.entries())) {
            if (!NativeLibraries.isResource(entry.getName())) {
                try (InputStream bytes = whole.getInputStream(entry)) {
                    copy(entry.getName(), entry, bytes, rest);
                }
            }
        }
        rest.finish();
        rest.flush();
    }

    private static void copy(String name, ZipEntry like, InputStream bytes, ZipOutputStream to) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(like.getTime());
        to.putNextEntry(entry);
        bytes.transferTo(to);
        to.closeEntry();
    }
}
