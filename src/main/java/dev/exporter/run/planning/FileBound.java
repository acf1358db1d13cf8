package dev.exporter.run.planning;

import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.forecast.Forecast.TableForecast;
import java.util.List;
import java.util.Locale;

/** Keeps a run from writing so many files that the bounds of their sizes can only be a slip. */
final class FileBound {
    private static final long MAXIMUM_FILES = 1_000_000;

    private FileBound() {}

    /** @throws ExporterException refused, naming the first table that would have too many files */
    static void check(List<TableForecast> tables, ExportRequest.Output output) {
        for (TableForecast table : tables) {
            if (table.files() > MAXIMUM_FILES) {
                throw ExporterException.refused(
                        "too-many-files",
                        String.format(
                                Locale.ROOT,
                                "table %s would have about %,d files of at most %,d bytes and %,d rows, more than the %,d"
                                        + " that one run can have",
                                table.table(),
                                table.files(),
                                output.maxFileBytes(),
                                output.maxFileRows(),
                                MAXIMUM_FILES),
                        "--maxFileBytes, --maxFileRows",
                        "Give larger files: a size without a unit, as in --maxFileBytes 512, is in bytes, and 512MB is"
                                + " the default");
            }
        }
    }
}
