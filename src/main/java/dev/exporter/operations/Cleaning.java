package dev.exporter.operations;

import dev.exporter.upkeep.Clean;
import dev.exporter.upkeep.Unneeded;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Removes what interrupted and abandoned runs have left. For one thread. */
public final class Cleaning {
    private final Clean clean;

    /**
     * Of a warehouse and a staging directory. Nothing is read yet.
     *
     * @param password of the job repository
     * @throws dev.exporter.plan.ExporterException refused, if the place cannot be
     */
    public Cleaning(Place place, Optional<String> password) {
        this.clean = Clean.of(
                new Clean.Place(
                        place.warehouse(),
                        place.warehouseLocation(),
                        place.namespace(),
                        place.staging(),
                        place.jobRepository()),
                password,
                Clock.systemUTC());
    }

    /**
     * Where to look.
     *
     * @param warehouseLocation the URI that table metadata records for the warehouse; empty means its file URI
     * @param namespace a folder between the warehouse and its tables, or empty
     * @param jobRepository {@code sqlite} (in the staging directory), {@code h2} or a JDBC URL
     */
    public record Place(
            Path warehouse, Optional<String> warehouseLocation, String namespace, Path staging, String jobRepository) {}

    /**
     * Something that nobody needs any more.
     *
     * @param kind in words, for example {@code data file}
     * @param bytes of a file; of a folder 0
     * @param firstSeen when it was first found not to be needed
     * @param state {@code too young}, {@code removable} or {@code removed}
     */
    public record Item(String kind, Path path, long bytes, Instant firstSeen, String state) {}

    /** What could be removed. Only notes what it has seen, so that it can grow old. */
    public List<Item> list(Duration minAge) {
        return items(clean.run(minAge, Clean.Mode.LIST));
    }

    /** Removes what was first seen at least {@code minAge} ago. */
    public List<Item> remove(Duration minAge) {
        return items(clean.run(minAge, Clean.Mode.REMOVE));
    }

    private static List<Item> items(List<Unneeded> found) {
        return found.stream()
                .map(one -> new Item(
                        one.kind().text(),
                        one.path(),
                        one.bytes(),
                        one.firstSeen(),
                        one.state().text()))
                .toList();
    }
}
