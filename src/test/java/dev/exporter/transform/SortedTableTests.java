package dev.exporter.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.Codec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortedTableTests {
    private static final String[] COLUMNS = {
        "1 height long*", "2 id binary*", "5 index int", "6 amount decimal(20,0)", "7 flag boolean", "9 note string"
    };
    /** Twelve rows in a disorder, with awkward values. */
    private static final String ROWS =
            "SELECT 3 - i % 4 AS height, CAST('\\xFF\\x00' AS BLOB) || encode(chr(97 + i::INTEGER)) AS id,"
                    + " CASE i WHEN 0 THEN NULL WHEN 1 THEN -2147483648 ELSE -i END AS index,"
                    + " CASE i WHEN 2 THEN 99999999999999999999 WHEN 3 THEN -99999999999999999999 WHEN 4 THEN 0 END AS amount,"
                    + " i % 3 = 0 AS flag, CASE i WHEN 5 THEN '' WHEN 6 THEN 'é' || chr(0) || 'z' END AS note,"
                    + " 'left out' AS other FROM range(12) r(i) -- the end";

    @TempDir
    Path folder;

    Path data;

    @BeforeEach
    void data() throws Exception {
        data = Files.createDirectory(folder.resolve("data"));
    }

    @Test
    void rowsAreSortedCastAndWrittenWithFieldIdsAndRequiredColumns() throws Exception {
        Path file = data.resolve("it's.parquet");
        try (Engine engine = Tables.engine(folder);
                Session session = engine.session()) {
            SortedTable table = session.sort(Tables.table(ROWS, List.of("height", "id"), COLUMNS), Carry.none());
            table.write(0, 12, file, Tables.form(Codec.ZSTD));
        }

        String path = "'" + file.toString().replace("'", "''") + "'";
        assertThat(Tables.query("SELECT name, type, repetition_type, field_id FROM parquet_schema(" + path + ")"))
                .contains(
                        "height|INT64|REQUIRED|1",
                        "id|BYTE_ARRAY|REQUIRED|2",
                        "index|INT32|OPTIONAL|5",
                        "amount|FIXED_LEN_BYTE_ARRAY|OPTIONAL|6",
                        "flag|BOOLEAN|REQUIRED|7",
                        "note|BYTE_ARRAY|OPTIONAL|9");
        assertThat(Tables.query("SELECT height, hex(id), index, amount, flag, hex(encode(note)) FROM " + path))
                .hasSize(12)
                .startsWith("0|FF0064|-3|-99999999999999999999|true|null", "0|FF0068|-7|null|false|null")
                .contains(
                        "3|FF0061|null|null|true|null",
                        "2|FF0062|-2147483648|null|false|null",
                        "1|FF0063|-2|99999999999999999999|false|null",
                        "2|FF0066|-5|null|false|",
                        "1|FF0067|-6|null|true|C3A9007A");
    }
}
