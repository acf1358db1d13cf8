package dev.exporter.sqlite;

/**
 * The seed of what the fuzz tests make up: the same in each run, so that a failure is a change of the code. To look for
 * new ones, {@code -Dexporter.fuzz.seed=random}, or a number to repeat what a failure names.
 */
public final class FuzzSeed {
    private static final long USUAL = 20_260_101;

    private FuzzSeed() {}

    public static long first() {
        String asked = System.getProperty("exporter.fuzz.seed", "");
        if (asked.isEmpty()) {
            return USUAL;
        }
        return asked.equals("random") ? System.nanoTime() : Long.parseLong(asked);
    }
}
