package dev.exporter.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Reader;
import dev.exporter.plan.SourceTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScanTests {
    /** Holds a part of the real pair's blocks. */
    private static final KeyRange SOME = new KeyRange(30, 982_575);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Reader.class)
    void aScanOfTheRealPairGivesTheRowsThatAreFoundByIndex(Reader reader) {
        GatewayFixture gateway = GatewayFixture.real(directory);
        try (SourceDatabases source = gateway.open(GatewayFixture.EVERYTHING, reader);
                SourceSnapshot snapshot = source.pin()) {
            source.check();
            for (SourceTable table : GatewayFixture.DATASET.sources()) {
                if (table.read() instanceof SourceTable.ByKey) {
                    continue;
                }
                for (KeyRange range : List.of(TinySource.ALL, SOME)) {
                    // the rows of other tables are all there, whatever the range
                    KeyRange expected = table.read() instanceof SourceTable.ByRange ? range : TinySource.ALL;
                    assertThat(rows(snapshot, table, range, 1))
                            .as(table.name())
                            .isNotEmpty()
                            .containsExactlyInAnyOrderElementsOf(Rows.of(a -> snapshot.read(table, expected, a)));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Reader.class)
    void theSlicesOfATableHaveEachRowOnce(Reader reader) {
        GatewayFixture gateway = GatewayFixture.real(directory);
        try (SourceDatabases source = gateway.open(GatewayFixture.EVERYTHING, reader);
                SourceSnapshot snapshot = source.pin()) {
            for (SourceTable table : GatewayFixture.DATASET.sources()) {
                List<List<String>> all = rows(snapshot, table, TinySource.ALL, 1);
                for (int most : new int[] {2, 3, 16}) {
                    assertThat(snapshot.slices(table, most)).hasSizeLessThanOrEqualTo(most);
                    assertThat(rows(snapshot, table, TinySource.ALL, most)).isEqualTo(all);
                }
            }
        }
    }

    @Test
    void aTableWithoutRowNumbersHasOneSlice() {
        TinySource tiny = TinySource.create(directory);
        tiny.change("DROP TABLE words; CREATE TABLE words (hash PRIMARY KEY, word) WITHOUT ROWID;"
                + " INSERT INTO words VALUES (x'01', 'one'), (x'02', 'two')");
        try (SourceDatabases source = tiny.open(Reader.AUTO);
                SourceSnapshot snapshot = source.pin()) {
            assertThat(snapshot.slices(TinySource.WORDS, 4)).containsExactly(Slice.ALL);
            assertThat(Rows.column(1, a -> snapshot.scan(TinySource.WORDS, TinySource.ALL, Slice.ALL, a)))
                    .containsExactlyInAnyOrder("one", "two");
            assertThatThrownBy(() -> Rows.of(a -> snapshot.scan(TinySource.WORDS, TinySource.ALL, new Slice(1, 2), a)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    static List<List<String>> rows(SourceSnapshot snapshot, SourceTable table, KeyRange range, int slices) {
        List<List<String>> rows = new ArrayList<>();
        for (Slice slice : snapshot.slices(table, slices)) {
            rows.addAll(Rows.of(a -> snapshot.scan(table, range, slice, a)));
        }
        return rows;
    }
}
