package dev.exporter.cli.progress;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes each line of text as one JSON object: {@code time}, {@code level}, {@code run} once it is known, and either the
 * keys of a line of {@code key=value} or {@code message}. Whole numbers are numbers, times such as {@code elapsed=1.5s}
 * become {@code elapsedSeconds}. Thread-safe.
 */
public final class JsonLines extends OutputStream {
    /** Nothing in it goes back, which java.util.regex would do by a call for each character: stack traces are long. */
    private static final Pattern PAIR = Pattern.compile("([a-zA-Z]++)=(\"(?:[^\"\\\\]++|\\\\.)*+\"|\\S*+)(?: |$)");

    private static final String WARNING = "exporter: warning: ";
    private static final String ERROR = "exporter: ";

    private final PrintStream to;
    private final Clock clock;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private String run = "";

    private JsonLines(PrintStream to, Clock clock) {
        this.to = to;
        this.clock = clock;
    }

    /** A stream whose lines go to {@code to} as JSON. */
    public static PrintStream on(PrintStream to, Clock clock) {
        return new PrintStream(new JsonLines(to, clock), true, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void write(int one) {
        if (one == '\n') {
            String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
            line.reset();
            if (!text.isEmpty()) {
                to.println(object(text));
                to.flush();
            }
        } else {
            line.write(one);
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            write(bytes[i]);
        }
    }

    private String object(String text) {
        StringWriter object = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(object)) {
            json.writeStartObject();
            json.writeStringField(
                    "time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
            if (text.startsWith("event=")) {
                event(json, text);
            } else {
                message(json, text);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return object.toString();
    }

    private void event(JsonGenerator json, String text) throws IOException {
        boolean hasLevel = text.contains(" level=");
        if (!hasLevel) {
            json.writeStringField("level", text.startsWith("event=warning ") ? "WARN" : "INFO");
        }
        boolean hasRun = false;
        for (Matcher pair = PAIR.matcher(text); pair.find(); ) {
            String value = unquoted(pair.group(2));
            if (pair.group(1).equals("run")) {
                run = value;
                hasRun = true;
            }
            write(json, pair.group(1), value, pair.group(2).startsWith("\""));
        }
        if (!hasRun) {
            writeRun(json);
        }
    }

    private void message(JsonGenerator json, String text) throws IOException {
        String level = text.startsWith(WARNING) ? "WARN" : text.startsWith(ERROR) ? "ERROR" : "INFO";
        json.writeStringField("level", level);
        writeRun(json);
        json.writeStringField("message", text.replaceFirst("^exporter: (?:warning: )?", ""));
    }

    private void writeRun(JsonGenerator json) throws IOException {
        if (!run.isEmpty()) {
            json.writeStringField("run", run);
        }
    }

    private static void write(JsonGenerator json, String key, String value, boolean isQuoted) throws IOException {
        if (!isQuoted && !key.equals("run") && value.matches("-?\\d{1,18}")) {
            json.writeNumberField(key, Long.parseLong(value));
        } else if (!isQuoted && value.matches("\\d{1,9}(?:\\.\\d+)?s")) {
            json.writeNumberField(key + "Seconds", Double.parseDouble(value.substring(0, value.length() - 1)));
        } else {
            json.writeStringField(key, value);
        }
    }

    private static String unquoted(String text) {
        if (!text.startsWith("\"")) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 1; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                c = text.charAt(i) == 'n' ? '\n' : text.charAt(i);
            }
            plain.append(c);
        }
        return plain.toString();
    }
}
