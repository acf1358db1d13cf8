package dev.exporter.warehouse.iceberg;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.avro.AvroRuntimeException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * Turns failures of the disk into ones that name the warehouse and say what to do.
 *
 * @param root the warehouse
 */
public record Calls(Path root) {
    /** What reads or writes the warehouse. */
    @FunctionalInterface
    public interface Call<T> {
        T call() throws IOException;
    }

    public <T> T calling(Call<T> call) {
        try {
            return call.call();
        } catch (UncheckedIOException e) {
            throw broken(e.getCause(), e);
        } catch (IOException e) {
            throw broken(e, e);
        } catch (NotFoundException | AvroRuntimeException | DamagedMetadataException e) {
            throw ExporterException.failed(
                    "warehouse-damaged",
                    "a file that belongs to a table is missing or damaged: " + e.getMessage(),
                    root.toString(),
                    "Restore the file",
                    e);
        }
    }

    private ExporterException broken(@Nullable Throwable reason, Exception cause) {
        String why = reason == null ? cause.toString() : reason.toString();
        if (why.contains("No space left on device") || why.contains("Disk quota exceeded")) {
            return ExporterException.failed(
                    "disk-full",
                    "the disk of the warehouse is full",
                    root.toString(),
                    Problem.FREE_SPACE + ", then " + Problem.RUN_AGAIN,
                    cause);
        }
        return ExporterException.failed(
                "warehouse-unusable",
                "the warehouse could not be read or written: " + why,
                root.toString(),
                why.contains("Too many open files")
                        ? "Allow more of them (ulimit -n), then " + Problem.RUN_AGAIN
                        : "Check its space and permissions, then " + Problem.RUN_AGAIN,
                cause);
    }
}
