package dev.exporter.operations;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.verification.VerifyListener;
import dev.exporter.plan.verification.VerifyReport;
import dev.exporter.plan.verification.VerifyRequest;
import dev.exporter.verify.Verifier;
import java.time.Clock;

/** Verifies tables: holds them against their files, their metadata and their source. Thread-safe. */
public final class Verifying {
    private final Verifier verifier = new Verifier(Clock.systemUTC());

    /**
     * Verifies the tables of a dataset. Writes nothing and takes no lock.
     *
     * @throws dev.exporter.plan.ExporterException refused, if there is nothing to verify or the source cannot be opened;
     *     failed, if it could not be done to its end
     */
    public VerifyReport verify(Dataset dataset, VerifyRequest request, VerifyListener listener) {
        return verifier.verify(dataset, request, listener);
    }
}
