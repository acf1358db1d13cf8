package dev.exporter.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.warehouse.table.CommittedFile.Metrics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.iceberg.util.BinaryUtil;
import org.apache.iceberg.util.UnicodeUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstFilesTests {
    private static final Comparator<Object> ORDER = (one, other) -> one instanceof byte[] bytes
            ? Arrays.compareUnsigned(bytes, (byte[]) other)
            : Long.compare((Long) one, (Long) other);

    private final Random random = new Random(20261122);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theFirstRowsAreInTheFilesThatAreLeft(boolean descending) {
        int left = 0;
        for (int round = 0; round < 500; round++) {
            left += check(() -> (long) random.nextInt(1000), FirstFilesTests::exact, descending);
            left += check(this::bytes, this::cutBytes, descending);
            left += check(this::text, this::cutText, descending);
        }

        assertThat(left).as("files that are left of 30,000").isLessThan(20_000);
    }

    private interface Source {
        Object next();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[1 + random.nextInt(4)];
        random.nextBytes(bytes);
        if (random.nextInt(4) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) 0xFF;
        }
        return bytes;
    }

    /** Characters of one to four bytes, some at the ends of those ranges. */
    private byte[] text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int[] some = {'a' + random.nextInt(20), 0x7F, 0x7FF, 0x800, 0xFFFD, 0x10000, 0x10FFFF};
            text.appendCodePoint(some[random.nextInt(some.length)]);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Metrics exact(List<Object> sorted) {
        return new Metrics(1L, 0L, sorted.get(0), sorted.get(sorted.size() - 1));
    }

    private Metrics cutBytes(List<Object> sorted) {
        int cut = cut();
        ByteBuffer upper = BinaryUtil.truncateBinaryMax(ByteBuffer.wrap((byte[]) sorted.get(sorted.size() - 1)), cut);
        ByteBuffer lower = BinaryUtil.truncateBinaryMin(ByteBuffer.wrap((byte[]) sorted.get(0)), cut);
        return new Metrics(1L, 0L, array(lower), upper == null ? null : array(upper));
    }

    /** Files may be of writers that cut off at different lengths. */
    private int cut() {
        return 1 + random.nextInt(4);
    }

    private static byte[] array(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private Metrics cutText(List<Object> sorted) {
        int cut = cut();
        String first = new String((byte[]) sorted.get(0), StandardCharsets.UTF_8);
        String last = new String((byte[]) sorted.get(sorted.size() - 1), StandardCharsets.UTF_8);
        CharSequence upper = UnicodeUtil.truncateStringMax(last, cut);
        return new Metrics(
                1L,
                0L,
                UnicodeUtil.truncateString(first, cut).toString().getBytes(StandardCharsets.UTF_8),
                upper == null ? null : upper.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Twenty files of one to four values, some of which are missing; how many are left. */
    private int check(Source source, Function<List<Object>, Metrics> described, boolean descending) {
        Comparator<Object> order = descending ? ORDER.reversed() : ORDER;
        Map<Path, List<@Nullable Object>> rows = new HashMap<>();
        Map<Path, Metrics> metrics = new HashMap<>();
        for (int file = 0; file < 20; file++) {
            Path path = Path.of("file-" + file);
            List<@Nullable Object> own = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                own.add(random.nextInt(8) == 0 ? null : source.next());
            }
            rows.put(path, own);
            List<Object> present = present(Stream.of(own), ORDER);
            if (random.nextInt(10) > 0) {
                metrics.put(path, present.isEmpty() ? new Metrics(2L, 2L, null, null) : described.apply(present));
            }
        }
        int wanted = 1 + random.nextInt(10);

        List<Path> left = new FirstFiles(metrics, descending).of(List.copyOf(rows.keySet()), wanted);

        List<Object> first =
                present(rows.values().stream(), order).stream().limit(wanted).toList();
        assertThat(present(left.stream().map(rows::get), order).stream()
                        .limit(wanted)
                        .toList())
                .usingElementComparator(ORDER)
                .containsExactlyElementsOf(first);
        return left.size();
    }

    private static List<Object> present(Stream<List<@Nullable Object>> files, Comparator<Object> order) {
        List<Object> present = new ArrayList<>();
        files.forEach(rows -> rows.stream().filter(Objects::nonNull).forEach(present::add));
        present.sort(order);
        return present;
    }
}
