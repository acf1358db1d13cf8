package dev.exporter.endtoend;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A gateway and all rows that its tables must hold, read once. */
record GatewayRows(SourceGateway gateway, Map<String, List<String>> rows) {
    static GatewayRows of(SourceGateway gateway, long first, long last) throws Exception {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String name : ExportedTables.NAMES) {
            rows.put(name, gateway.rows(name, first, last));
        }
        return new GatewayRows(gateway, rows);
    }

    /** Requires that the tables hold exactly these rows, each once. */
    void requireSameIn(ExportedTables tables) throws Exception {
        for (String name : ExportedTables.NAMES) {
            RowTexts.requireSame(tables.rows(name), rows.getOrDefault(name, List.of()), name);
        }
    }
}
