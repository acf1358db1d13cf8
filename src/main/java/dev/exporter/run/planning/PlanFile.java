package dev.exporter.run.planning;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.RunPlan;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The file form of a run's plan, and the hash by which a restart knows that it is the same plan. */
public final class PlanFile {
    private PlanFile() {}

    public static byte[] bytes(RunPlan plan) {
        return Json.pretty(plan);
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Reads a plan back.
     *
     * @param sha256 the hash that the job repository has for it
     * @throws ExporterException failed, if the bytes have another hash
     */
    public static RunPlan read(byte[] bytes, String sha256, String where) {
        if (!sha256(bytes).equals(sha256)) {
            throw ExporterException.failed(
                    "plan-changed",
                    "the run's plan is not the one that it was started with",
                    where,
                    "Start over with --fresh",
                    null);
        }
        return Json.read(bytes, RunPlan.class);
    }
}
