package dev.exporter.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.tables.RowsRequest.Filter;
import dev.exporter.plan.tables.RowsRequest.Operator;
import dev.exporter.plan.tables.TableDetail;
import dev.exporter.transform.file.ReadOnlyTables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundFilterTests {
    private static final TableDetail.Column QUANTITY = new TableDetail.Column(5, "quantity", "decimal(20, 0)", false);

    /** Of the numbers 1, 2 and 10^12. */
    @ParameterizedTest
    @CsvSource({
        "GE, 1e12, 1",
        "GE, 1E+12, 1",
        "EQ, 100e-2, 1",
        "GT, 0.00001, 3",
        "GT, -1e3, 3",
        "LT, 99999999999999999999999999999999999999, 3",
        "NE, 1e37, 3",
        "NE, 0e5, 3",
    })
    void numbersAreUnderstoodInAnyForm(Operator operator, String value, int rows) throws SQLException {
        assertThat(rows(operator, value)).isEqualTo(rows);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e38",
                "1e999999999",
                "1e2147483647",
                "1e-39",
                "1e-2147483647",
                "100000000000000000000000000000000000000",
                "12345678901234567890123456789.1234567890",
                "many"
            })
    void numbersThatNoDecimalHoldsAreRefused(String value) {
        assertThatThrownBy(() -> rows(Operator.NE, value))
                .isInstanceOf(ExporterException.class)
                .hasMessageContaining("'" + value + "' is not a value of column quantity");
    }

    @Test
    void whoeverIsRefusedADecimalIsToldWhichNumbersThereAre() {
        assertThatThrownBy(() -> rows(Operator.NE, "1e38")).isInstanceOfSatisfying(ExporterException.class, refused -> {
            assertThat(refused.problem().code()).isEqualTo("filter-invalid");
            assertThat(refused.problem().remedy()).contains("38 digits");
        });
    }

    private static int rows(Operator operator, String value) throws SQLException {
        BoundFilter filter = BoundFilter.of(QUANTITY, new Filter("quantity", operator, value));
        try (Connection connection = ReadOnlyTables.open(List.of(), 100_000_000);
                PreparedStatement statement =
                        connection.prepareStatement("SELECT count(*) FROM (SELECT CAST(i AS DECIMAL(20, 0)) AS quantity"
                                + " FROM (VALUES (1), (2), (1000000000000)) t(i)) WHERE " + filter.sql())) {
            filter.bind(statement, 1);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }
}
