package dev.exporter.cli.options;

import dev.exporter.plan.ExporterException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of arguments, named on the command line by {@code @} and its path, or by {@code @} and the name of one that
 * comes with the program. Arguments are separated by white space; {@code #} begins a comment where an argument could
 * begin; single and double quotes keep white space, and a backslash in double quotes keeps the next {@code "} or
 * {@code \}.
 *
 * @param argument how it was named, with the {@code @}
 */
record OptionFile(String argument, List<String> arguments) {
    OptionFile {
        arguments = List.copyOf(arguments);
    }

    /**
     * Reads the file that {@code argument} names.
     *
     * @throws ExporterException refused, if there is none or if it is malformed
     */
    static OptionFile read(String argument) {
        String name = argument.substring(1);
        List<String> arguments = split(text(name), argument);
        for (String nested : arguments) {
            if (nested.startsWith("@")) {
                throw ExporterException.refused(
                        "option-file-nested",
                        "an option file cannot name another one, but this one names " + nested,
                        argument,
                        "Give both on the command line");
            }
        }
        return new OptionFile(argument, arguments);
    }

    private static String text(String name) {
        try {
            Path path = Path.of(name);
            if (Files.isRegularFile(path)) {
                return Files.readString(path);
            }
            Optional<String> builtIn = builtIn(name);
            if (builtIn.isPresent()) {
                return builtIn.get();
            }
            if (Files.isDirectory(path)) {
                throw ExporterException.refused(
                        "option-file-unreadable", "'" + name + "' is a directory", "@" + name, "Give the file's path");
            }
            throw ExporterException.refused(
                    "option-file-missing",
                    "there is no option file '" + name + "'",
                    "@" + name,
                    "Check the path; @gateway comes with the program");
        } catch (CharacterCodingException e) {
            throw ExporterException.refused(
                    "option-file-unreadable", "the option file is not text in UTF-8", "@" + name, "Check the path");
        } catch (IOException | InvalidPathException e) {
            throw ExporterException.refused(
                    "option-file-unreadable", "the option file cannot be read: " + e, "@" + name, "Check the file");
        }
    }

    private static Optional<String> builtIn(String name) {
        try (@Nullable InputStream resource = name.matches("[a-z][a-z0-9-]*")
                        ? OptionFile.class.getClassLoader().getResourceAsStream("jobs/" + name + ".options")
                        : null) {
            return resource == null
                    ? Optional.empty()
                    : Optional.of(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The arguments that {@code text} holds. */
    static List<String> split(String text, String where) {
        List<String> arguments = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else {
                StringBuilder argument = new StringBuilder();
                at = argument(text, at, argument, where);
                arguments.add(argument.toString());
            }
        }
        return arguments;
    }

    /** Reads one argument from {@code at} on, and returns where it ends. */
    private static int argument(String text, int at, StringBuilder argument, String where) {
        int next = at;
        while (next < text.length() && !Character.isWhitespace(text.charAt(next))) {
            char c = text.charAt(next++);
            if (c == '"' || c == '\'') {
                next = quoted(text, next, c, argument, where);
            } else {
                argument.append(c);
            }
        }
        return next;
    }

    private static int quoted(String text, int at, char quote, StringBuilder argument, String where) {
        int next = at;
        while (next < text.length()) {
            char c = text.charAt(next++);
            if (c == quote) {
                return next;
            }
            boolean escape = c == '\\'
                    && quote == '"'
                    && next < text.length()
                    && (text.charAt(next) == '"' || text.charAt(next) == '\\');
            argument.append(escape ? text.charAt(next++) : c);
        }
        long line = text.substring(0, at).lines().count();
        throw ExporterException.refused(
                "option-file-malformed",
                "the quote that begins in line " + line + " of the option file does not end",
                where,
                "Close it with " + quote);
    }
}
