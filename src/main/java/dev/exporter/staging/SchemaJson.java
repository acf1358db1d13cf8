package dev.exporter.staging;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.TableSpec;

/** A table's schema in JSON by the Iceberg specification, appendix C, as some readers look for it in a footer. */
final class SchemaJson {
    private SchemaJson() {}

    static String of(TableSpec table) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "struct").put("schema-id", 0);
        ArrayNode fields = schema.putArray("fields");
        for (ColumnSpec column : table.columns()) {
            fields.addObject()
                    .put("id", column.id())
                    .put("name", column.name())
                    .put("required", column.required())
                    .put("type", column.type().toString());
        }
        return schema.toString();
    }
}
