package dev.exporter.run.recovery;

import dev.exporter.plan.RunId;
import dev.exporter.run.holder.Holders;
import dev.exporter.staging.JobFolder;
import dev.exporter.warehouse.Warehouse;
import dev.exporter.warehouse.runs.RunPin;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The pins of runs that can go on. A process that dies between its pin and its plan leaves a pin that is void: its run has
 * nothing to go on with. That is sure only on the machine whose staging directory the run has used.
 */
public final class Pins {
    private Pins() {}

    /** The pins that are not void, oldest first. */
    public static List<RunPin> needed(Warehouse warehouse, Holders holders) {
        return chosen(warehouse, holders, false);
    }

    /** Removes the pins that are void, and those that were never finished. */
    public static void dropVoid(Warehouse warehouse, Holders holders) {
        List<RunId> unfinished = warehouse.upkeep().unfinishedPins();
        // Asked for after them: whoever writes one holds its range already.
        Set<RunId> living = new HashSet<>(holders.runs());
        unfinished.stream().filter(run -> !living.contains(run)).forEach(warehouse.upkeep()::removeUnfinishedPin);
        chosen(warehouse, holders, true).forEach(pin -> warehouse.finish(pin.run()));
    }

    private static List<RunPin> chosen(Warehouse warehouse, Holders holders, boolean isVoid) {
        List<RunPin> pins = warehouse.upkeep().pins();
        // Asked for after the pins: a run that ended in between has removed its own, and one that began has none here.
        Set<RunId> living = new HashSet<>(holders.runs());
        return pins.stream()
                .filter(pin -> isVoid == (!living.contains(pin.run()) && isVoid(pin, warehouse, holders)))
                .toList();
    }

    /** Whether a pin's run has nothing to go on with, which is known here; whether a process is at it is another question. */
    static boolean isVoid(RunPin pin, Warehouse warehouse, Holders holders) {
        return pin.host().equals(holders.host())
                && Files.isDirectory(pin.stagingPath())
                && JobFolder.of(pin.stagingPath(), pin.run()).readPlan().isEmpty()
                && warehouse.runFile(pin.run()).isEmpty();
    }
}
