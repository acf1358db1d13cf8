import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.SourceTable;
import java.util.stream.Collectors;

/** Prints the columns that an export reads: database, table and columns, one source table a line. */
class SourceColumns {
    public static void main(String[] arguments) {
        for (SourceTable source : DatasetReader.read("ario").sources()) {
            System.out.println(source.database() + " " + source.table() + " "
                    + source.columns().stream()
                            .filter(column -> column.option() == null)
                            .map(SourceTable.Column::name)
                            .collect(Collectors.joining(" ")));
        }
    }
}
