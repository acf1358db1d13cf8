package dev.exporter.demo;

import dev.exporter.demo.chance.Oddity;
import dev.exporter.plan.ExporterException;
import dev.exporter.threads.Uninterrupted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Makes an AR.IO gateway's two databases with believable content: every awkward value that real gateways hold, and no
 * fault that stops an export unless it is asked for. Stateless and thread-safe.
 */
public final class DemoGateway {
    private DemoGateway() {}

    /** Values by which a made gateway differs from a usual one. */
    public enum Variation {
        /** The tables lack the columns that gateways have got over time. */
        OLDER_SCHEMA,
        /** Some tags have name or value hashes that {@code tag_names} and {@code tag_values} do not hold. */
        MISSING_TAG_HASHES
    }

    /**
     * What to make. The same settings give databases of the same content.
     *
     * @param firstHeight the first height, at least 1
     * @param blocks the number of heights, at least 10; about one in a hundred has no block
     * @param transactions layer-1 transactions (a fifth) and data items together, at least 200; each has about 4.4 tags
     * @param seed of all that is random
     */
    public record Settings(long firstHeight, int blocks, int transactions, long seed, Set<Variation> variations) {
        private static final int MINIMUM_BLOCKS = 10;
        private static final int MINIMUM_TRANSACTIONS = 5 * Oddity.ROWS_FOR_ALL;

        /** @throws ExporterException refused, if a number is too small */
        public Settings {
            requireAtLeast(1, firstHeight, "firstHeight");
            requireAtLeast(MINIMUM_BLOCKS, blocks, "blocks");
            requireAtLeast(MINIMUM_TRANSACTIONS, transactions, "transactions");
            variations = Set.copyOf(variations);
        }

        /** Enough to try everything within seconds: 2,000 heights in two partitions, about 40,000 rows. */
        public static Settings defaults() {
            return new Settings(1_600_000, 2_000, 7_200, 1, Set.of());
        }

        int layer1Transactions() {
            return transactions / 5;
        }

        int dataItems() {
            return transactions - layer1Transactions();
        }

        private static void requireAtLeast(long minimum, long value, String name) {
            if (value < minimum) {
                throw ExporterException.refused(
                        "demo-too-small",
                        "the demo needs at least " + minimum + ", not " + value,
                        "--" + name,
                        "Give " + minimum + " or more");
            }
        }
    }

    /** The two databases. */
    public record Paths(Path coreDb, Path bundlesDb) {}

    /** Hears how far the making is. Called from two threads at once; must return quickly and not throw. */
    @FunctionalInterface
    public interface Progress {
        /** So many of the layer-1 transactions and data items are made. */
        void made(long transactions, long ofTransactions);
    }

    /**
     * Makes {@code core.db} and {@code bundles.db} in a directory, which is created where it is missing. Databases
     * that an earlier demo made there are replaced. Both are in WAL mode, checkpointed and closed; neither is there
     * before both are complete.
     *
     * @throws ExporterException refused, if the directory holds databases of another make or in use; failed, if the
     *     files cannot be written or the thread is interrupted
     */
    public static Paths create(Path directory, Settings settings, Progress progress) {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw ExporterException.refused(
                    "demo-directory-taken", "this is not a directory", directory.toString(), "Choose another one");
        }
        Paths paths = new Paths(directory.resolve("core.db"), directory.resolve("bundles.db"));
        try (DatabaseFile core = new DatabaseFile(paths.coreDb(), "core");
                DatabaseFile bundles = new DatabaseFile(paths.bundlesDb(), "bundles")) {
            core.check();
            bundles.check();
            Files.createDirectories(directory);
            make(core, bundles, settings, progress);
            core.publish();
            bundles.publish();
        } catch (IOException e) {
            throw failed(directory, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException bug) {
                throw bug;
            }
            throw failed(directory, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ExporterException.failed(
                    "interrupted", "the demo was stopped before its databases were made", directory.toString(), "", e);
        }
        return paths;
    }

    /**
     * Makes both at the same time: they refer to each other by ids that either can work out. The first failure stops
     * the other one.
     */
    private static void make(DatabaseFile core, DatabaseFile bundles, Settings settings, Progress progress)
            throws ExecutionException, InterruptedException {
        Chain chain = new Chain(settings);
        Wallets wallets = new Wallets(settings);
        Meter meter = new Meter(settings.transactions(), progress);
        Filling coreFilling = new CoreFilling(chain, wallets, new TagMaker(settings), meter);
        Filling bundlesFilling = new BundlesFilling(chain, wallets, new TagMaker(settings), meter);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            CompletionService<DatabaseFile> works = new ExecutorCompletionService<>(threads);
            works.submit(() -> core.make(coreFilling, settings.variations()));
            works.submit(() -> bundles.make(bundlesFilling, settings.variations()));
            works.take().get();
            works.take().get();
        } finally {
            threads.shutdownNow();
            // Also where this thread is interrupted again: what the others are at must not be deleted under them.
            Uninterrupted.awaitEnd(threads);
        }
    }

    private static ExporterException failed(Path directory, Throwable cause) {
        return ExporterException.failed(
                "demo-failed",
                "the demo's databases could not be written: " + cause,
                directory.toString(),
                "Choose a directory that can be written and has the room",
                cause);
    }
}
