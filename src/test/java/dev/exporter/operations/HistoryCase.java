package dev.exporter.operations;

import dev.exporter.endtoend.PostgresServer;
import dev.exporter.operations.control.Control;
import dev.exporter.run.repository.JobStoreAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** Tests of what is read of a repository that Spring Batch's own classes have filled. */
abstract class HistoryCase {
    static final String POSTGRES = "postgres";

    @TempDir
    Path directory;

    @Parameter
    String repository = "";

    private @Nullable PostgresServer server;
    Path warehouse;
    Path staging;

    @BeforeEach
    void places() throws Exception {
        warehouse = directory.resolve("warehouse");
        staging = directory.resolve("staging");
        if (repository.equals(POSTGRES)) {
            server = PostgresServer.start();
            repository = server.url();
        }
    }

    @AfterEach
    void stopTheServer() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    FilledRepository filled() {
        return new FilledRepository(JobStoreAddress.parse(repository, staging, Optional.empty()), warehouse, staging);
    }

    Control control() {
        return Control.open(
                new Control.Place(warehouse, Optional.empty(), "", staging, repository, Optional.empty(), List.of()));
    }
}
