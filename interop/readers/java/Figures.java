import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;

/** What a table says, in figures that every reader can give: see the README of the folder above. For one thread. */
final class Figures {
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    private final String table;
    private final List<Column> columns;
    private final BigInteger[] sums;
    private final MessageDigest md5;
    private long rows;
    private long nulls;
    private long bytes;
    private BigInteger hash = BigInteger.ZERO;

    /** @param kind binary, string, boolean, integer or decimal */
    record Column(String name, String kind) {}

    private Figures(String table, List<Column> columns) throws Exception {
        this.table = table;
        this.columns = columns;
        this.sums = new BigInteger[columns.size()];
        Arrays.fill(sums, BigInteger.ZERO);
        this.md5 = MessageDigest.getInstance("MD5");
    }

    /** @param text {@code table=column:kind,column:kind} */
    static Figures of(String text) throws Exception {
        String[] parts = text.split("=", 2);
        List<Column> columns = Arrays.stream(parts[1].split(","))
                .map(column -> column.split(":"))
                .map(words -> new Column(words[0], words[1]))
                .toList();
        return new Figures(parts[0], columns);
    }

    String table() {
        return table;
    }

    List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /** @param values in the order of the columns, as Iceberg or Spark give them */
    void add(Object[] values) {
        StringJoiner line = new StringJoiner(",");
        for (int i = 0; i < values.length; i++) {
            line.add(canonical(i, values[i]));
        }
        rows++;
        byte[] digest = md5.digest(line.toString().getBytes(StandardCharsets.UTF_8));
        long first = ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN).getLong();
        hash = hash.add(new BigInteger(Long.toUnsignedString(first)));
    }

    private String canonical(int column, Object value) {
        if (value == null) {
            nulls++;
            return "-";
        }
        switch (columns.get(column).kind()) {
            case "binary", "string" -> {
                byte[] content = content(value);
                bytes += content.length;
                return "x" + HexFormat.of().formatHex(content);
            }
            case "boolean" -> {
                return (Boolean) value ? "1" : "0";
            }
            case "decimal" -> {
                return ((BigDecimal) value).toBigIntegerExact().toString();
            }
            default -> {
                sums[column] = sums[column].add(BigInteger.valueOf(((Number) value).longValue()));
                return value.toString();
            }
        }
    }

    private static byte[] content(Object value) {
        if (value instanceof byte[] array) {
            return array;
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] array = new byte[buffer.remaining()];
            buffer.duplicate().get(array);
            return array;
        }
        return value.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** One line for each figure. */
    void print() {
        print("rows", rows);
        print("nulls", nulls);
        print("bytes", bytes);
        print("hash", hash.mod(TWO_TO_64));
        for (int i = 0; i < sums.length; i++) {
            if (columns.get(i).kind().equals("integer")) {
                print("sum(" + columns.get(i).name() + ")", sums[i]);
            }
        }
    }

    private void print(String figure, Object value) {
        System.out.println(table + "\t" + figure + "\t" + value);
    }
}
