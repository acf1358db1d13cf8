package dev.exporter.cli.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.exporter.operations.Tables.Rows;
import dev.exporter.plan.ExporterException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the rows of a query are printed. Binary values are hex digits in all of them. */
public enum QueryFormat {
    /** For people: columns under their names, NULL as such; the first rows only. */
    TABLE {
        @Override
        public long print(Rows rows, PrintStream out) {
            List<List<String>> lines = new ArrayList<>();
            lines.add(rows.columns());
            char[] alignments = new char[rows.columns().size()];
            java.util.Arrays.fill(alignments, 'l');
            long left = 0;
            while (rows.next()) {
                if (lines.size() > TABLE_ROWS) {
                    left++;
                    continue;
                }
                List<String> line = new ArrayList<>();
                for (int i = 0; i < alignments.length; i++) {
                    Object value = rows.value(i);
                    if (value instanceof Number) {
                        alignments[i] = 'r';
                    }
                    line.add(shortened(value == null ? "NULL" : text(value)));
                }
                lines.add(line);
            }
            TextTable.lines(new String(alignments), lines).forEach(out::println);
            return left;
        }
    },

    /** RFC 4180: a header, quotes where needed, NULL as nothing and the empty text as "". */
    CSV {
        @Override
        public long print(Rows rows, PrintStream out) {
            int columns = rows.columns().size();
            out.print(String.join(
                            ",",
                            rows.columns().stream().map(QueryFormat::quoted).toList())
                    + "\r\n");
            while (rows.next()) {
                StringBuilder line = new StringBuilder();
                for (int i = 0; i < columns; i++) {
                    Object value = rows.value(i);
                    line.append(i == 0 ? "" : ",").append(value == null ? "" : quoted(text(value)));
                }
                out.print(line.append("\r\n"));
            }
            return 0;
        }
    },

    /** An array of objects; where the query fails on the way, it is left open, so that nobody takes it for all. */
    JSON {
        @Override
        public long print(Rows rows, PrintStream out) {
            int columns = rows.columns().size();
            try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
                json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
                json.writeStartArray();
                while (rows.next()) {
                    json.writeStartObject();
                    for (int i = 0; i < columns; i++) {
                        json.writeFieldName(rows.columns().get(i));
                        write(json, rows.value(i));
                    }
                    json.writeEndObject();
                }
                json.writeEndArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            out.println();
            return 0;
        }
    };

    private static final int TABLE_ROWS = 1000;
    private static final int TABLE_WIDTH = 66;

    /** The format that users call {@code name}. */
    public static QueryFormat of(String name) {
        for (QueryFormat format : values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(name)) {
                return format;
            }
        }
        throw ExporterException.refused(
                "option-invalid", "--format cannot be '" + name + "'", "--format", "Known are table, csv, json");
    }

    /**
     * Prints the rows.
     *
     * @return how many were not printed
     */
    public abstract long print(Rows rows, PrintStream out);

    private static String text(Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() > TABLE_WIDTH ? line.substring(0, TABLE_WIDTH - 3) + "..." : line;
    }

    private static String quoted(String text) {
        boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Double number && !Double.isFinite(number)
                || value instanceof Float single && !Float.isFinite(single)) {
            json.writeString(value.toString());
        } else if (value instanceof Number number) {
            json.writeNumber(text(number));
        } else {
            json.writeString(text(value));
        }
    }
}
