package dev.exporter.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.ColumnType;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.source.value.MisfitException;
import dev.exporter.source.value.ValueRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExactValuesTests {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // column | stored as | read as
                "l | 0 | 0",
                "l | NULL | NULL",
                "l | -9223372036854775808 | -9223372036854775808",
                "l | 9223372036854775807 | 9223372036854775807",
                "l | 4294967296 | 4294967296",
                "i | 2147483647 | 2147483647",
                "i | -2147483648 | -2147483648",
                "i | 0 | 0",
                "i | NULL | NULL",
                "b | NULL | NULL",
                "b | x'' | x",
                "b | x'00ff00' | x00ff00",
                "s | NULL | NULL",
                "s | '' | ~~",
                "s | 'äß€😀' | äß€😀",
                "s | '12' | 12",
                "d | NULL | NULL",
                "d | '0' | 0",
                "d | '12345678901234567890' | 12345678901234567890",
                "d | '-7' | -7",
            })
    void valuesThatFitAreReadAsTheyAre(String column, String stored, String expected) {
        assertThat(TinySource.create(directory).thing(column, stored).read(column))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // column | stored as | what the message says about it
                "l | '12' | holds the text '12' where long is required",
                "l | 'x' | holds the text 'x' where long is required",
                "l | '' | holds the text '' where long is required",
                "l | x'31' | holds the BLOB 31 where long is required",
                "l | 5.0 | holds the real 5.0 where long is required",
                "l | 5.5 | holds the real 5.5 where long is required",
                "l | 9e999 | holds the real Infinity where long is required",
                "i | 2147483648 | holds the integer 2147483648, which exceeds 32 bits",
                "i | -2147483649 | holds the integer -2147483649, which exceeds 32 bits",
                "i | 0.0 | holds the real 0.0 where int is required",
                "s | x'41' | holds the BLOB 41 where string is required",
                "s | x'' | holds the BLOB  where string is required",
                "s | 12 | holds the integer 12 where string is required",
                "s | CAST(x'c328' AS TEXT) | holds text that is not valid UTF-8, the bytes c328",
                "s | CAST(x'eda080' AS TEXT) | holds text that is not valid UTF-8, the bytes eda080",
                "s | CAST(x'c080' AS TEXT) | holds text that is not valid UTF-8, the bytes c080",
                "b | 'text' | holds the text 'text' where binary is required",
                "b | '' | holds the text '' where binary is required",
                "b | 0 | holds the integer 0 where binary is required",
                "b | 1.5 | holds the real 1.5 where binary is required",
                "d | 12 | holds the integer 12 where decimal(20,0) is required",
                "d | x'31' | holds the BLOB 31 where decimal(20,0) is required",
                "d | '' | holds the text '', which is not an integer in canonical form",
                "d | '-' | holds the text '-', which is not an integer in canonical form",
                "d | '007' | holds the text '007', which is not an integer in canonical form",
                "d | '-0' | holds the text '-0', which is not an integer in canonical form",
                "d | '+1' | holds the text '+1', which is not an integer in canonical form",
                "d | '1.0' | holds the text '1.0', which is not an integer in canonical form",
                "d | ' 1' | holds the text ' 1', which is not an integer in canonical form",
                "d | '1e3' | holds the text '1e3', which is not an integer in canonical form",
                "d | '٣' | holds the text '٣', which is not an integer in canonical form",
                "d | '123456789012345678901' | which has too many digits for decimal(20,0)",
            })
    void valuesThatDoNotFitAreRefusedByName(String column, String stored, String expected) {
        ExporterException failure =
                TinySource.create(directory).thing(column, stored).failure();
        assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(failure.problem().code()).isEqualTo("value-does-not-fit");
        assertThat(failure.problem().message())
                .startsWith("column " + column + " of table odd \"things\" holds ")
                .endsWith(expected);
        assertThat(failure.problem().where())
                .startsWith("--tinyDb " + directory.resolve("tiny.db"))
                .endsWith("table odd \"things\", row id=07 (at=5), column " + column);
    }

    @Test
    void aRequiredValueIsNotNull() {
        ExporterException failure =
                TinySource.create(directory).thing("id", "NULL").failure();
        assertThat(failure.problem().message()).endsWith("holds NULL where a value is required");
        assertThat(failure.problem().where()).contains("row id=NULL (at=5)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.5", "0.25"})
    void aFractionalRangeKeyWithinTheRangeIsRefused(String key) {
        assertThat(TinySource.create(directory)
                        .thing("at", key)
                        .failure()
                        .problem()
                        .message())
                .endsWith("holds the real " + key + " where long is required");
    }

    @Test
    void aRangeEndsWhereTheNextOneBegins() {
        TinySource tiny = TinySource.create(directory);
        tiny.change(
                "INSERT INTO \"odd \"\"things\"\"\" (id, at) VALUES (x'01', 4), (x'02', 5), (x'03', 9), (x'04', 10)");
        try (SourceDatabases source = tiny.open();
                SourceSnapshot snapshot = source.pin()) {
            KeyRange range = new KeyRange(5, 9);
            assertThat(Rows.column(0, allocator -> snapshot.read(TinySource.THINGS, range, allocator)))
                    .containsExactlyInAnyOrder("x02", "x03");
            assertThat(snapshot.count(TinySource.THINGS, range)).isEqualTo(2);
        }
    }

    @Test
    void theLastKeyThatThereIsCanBeRead() {
        TinySource tiny = TinySource.create(directory).thing("at", "9223372036854775807");
        assertThat(tiny.read("at")).containsExactly("9223372036854775807");
    }

    @Test
    void textKeepsItsNulCharacters() {
        TinySource tiny = TinySource.create(directory).thing("s", "CAST(x'410042' AS TEXT)");
        assertThat(tiny.read("s")).containsExactly("A\0B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16le", "UTF-16be"})
    void aSumOfIntegersThatOverflowsIsNoFault(String encoding) {
        TinySource tiny = TinySource.create(directory, encoding);
        tiny.change("INSERT INTO \"odd \"\"things\"\"\" (id, at, i, l, s, d)"
                + " VALUES (x'01', 1000, 7, 9223372036854775807, 'ab', '42')");
        assertThat(tiny.read("l")).containsExactly("9223372036854775807");
        assertThat(tiny.read("s")).containsExactly("ab");
        assertThat(tiny.read("d")).containsExactly("42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16le", "UTF-16be"})
    void textOfOtherEncodingsIsReadAsUtf8(String encoding) {
        TinySource tiny = TinySource.create(directory, encoding).thing("s", "'äß€😀'");
        tiny.change("UPDATE \"odd \"\"things\"\"\" SET d = '42'");
        assertThat(tiny.read("s")).containsExactly("äß€😀");
        assertThat(tiny.read("d")).containsExactly("42");
    }

    @Test
    void aChildIsNamedByItsParentAndItsRowNumber() {
        TinySource tiny = TinySource.create(directory).thing("s", "'x'");
        tiny.change("INSERT INTO parts VALUES (x'07', 1), (x'07', 'two')");
        try (SourceDatabases source = tiny.open();
                SourceSnapshot snapshot = source.pin()) {
            assertThatThrownBy(() -> Rows.of(a -> snapshot.read(TinySource.PARTS, TinySource.ALL, a)))
                    .hasMessageContaining("table parts, row thing=07 (rowid 2), column n");
        }
    }

    @Test
    void aDictionaryRowIsNamedByItsKey() {
        TinySource tiny = TinySource.create(directory);
        tiny.change("INSERT INTO words VALUES (x'0a', 'fine'), (x'0b', 5)");
        try (SourceDatabases source = tiny.open();
                SourceSnapshot snapshot = source.pin()) {
            Iterator<byte[]> keys = List.of(new byte[] {10}, new byte[] {11}).iterator();
            assertThatThrownBy(() -> Rows.of(a -> snapshot.lookUp(TinySource.WORDS, keys, a)))
                    .hasMessageContaining("table words, row hash=0b, column word");
        }
    }

    @Test
    void aFailureIsKeptForWhoeverHandedTheReaderOn() throws IOException {
        TinySource tiny = TinySource.create(directory).thing("l", "1.5");
        try (SourceDatabases source = tiny.open();
                SourceSnapshot snapshot = source.pin();
                BufferAllocator allocator = new RootAllocator();
                SourceReader reader = snapshot.read(TinySource.THINGS, TinySource.ALL, allocator)) {
            assertThat(reader.failure()).isEmpty();
            assertThatThrownBy(reader::loadNextBatch).isInstanceOf(ExporterException.class);
            assertThatThrownBy(reader::loadNextBatch).isSameAs(reader.failure().orElseThrow());
            assertThat(reader.rowsRead()).isZero();
        }
    }

    @Test
    void decimalsHaveNoMoreDigitsThanTheirType() throws MisfitException {
        ValueRule rule = ValueRule.of(new ColumnType.Decimal(2, 0), StandardCharsets.UTF_8);
        assertThat(rule.exported("d", "-99".getBytes(StandardCharsets.UTF_8)))
                .asString()
                .isEqualTo("-99");
        assertThatThrownBy(() -> rule.exported("d", "100".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MisfitException.class);
    }
}
