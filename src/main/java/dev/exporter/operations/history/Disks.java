package dev.exporter.operations.history;

import dev.exporter.operations.jobs.Overview;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The disks that exports fill. */
final class Disks {
    private final Path warehouse;
    private final Path staging;

    Disks(Path warehouse, Path staging) {
        this.warehouse = warehouse;
        this.staging = staging;
    }

    /** One that cannot be asked is left out. */
    List<Overview.Disk> now() {
        List<Overview.Disk> disks = new ArrayList<>();
        add(disks, "warehouse", warehouse);
        add(disks, "staging", staging);
        return disks;
    }

    private static void add(List<Overview.Disk> disks, String name, Path folder) {
        Path existing = folder;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent(); // before the first export
        }
        if (existing == null) {
            return;
        }
        try {
            FileStore store = Files.getFileStore(existing);
            disks.add(new Overview.Disk(name, folder, store.getUsableSpace(), store.getTotalSpace()));
        } catch (IOException e) {
            // Nothing is better than a guess.
        }
    }
}
