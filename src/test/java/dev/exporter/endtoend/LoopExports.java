package dev.exporter.endtoend;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Exports one after the other, each of a partition whose data items have got a new content type. For one thread. */
final class LoopExports implements MaintainLoop.Markers {
    private final SourceGateway gateway;
    private final SmallRuns runs;
    private final AtomicBoolean isOver;
    private final Random random = new Random(1);
    private final Map<Long, Integer> acknowledged = new ConcurrentHashMap<>();
    private volatile int exports;
    private volatile int held;

    LoopExports(SourceGateway gateway, SmallRuns runs, AtomicBoolean isOver) {
        this.gateway = gateway;
        this.runs = runs;
        this.isOver = isOver;
    }

    /** Goes on until it is over; an export that meets maintenance in its partition is tried again. */
    Void run() throws Exception {
        for (int marker = 1; !isOver.get(); marker++) {
            int partition = random.nextInt(SmallRuns.PARTITIONS);
            long first = KilledExport.FIRST + (long) partition * SmallRuns.PARTITION;
            gateway.change(
                    "bundles",
                    "UPDATE stable_data_items SET content_type = 'marker " + marker + "' WHERE height BETWEEN " + first
                            + " AND " + (first + SmallRuns.PARTITION - 1));
            while (!isExported(partition)) {
                held++;
            }
            acknowledged.put(first, marker);
            exports++;
        }
        return null;
    }

    private boolean isExported(int partition) throws Exception {
        ExporterJar.Ended ended = runs.export(partition, partition, "--maxFileRows=100");
        if (ended.exitCode() == 4) {
            return false;
        }
        ended.requireExit(0);
        return true;
    }

    /** The marker of the last export of each partition that has ended. */
    @Override
    public Map<Long, Integer> acknowledged() {
        return new HashMap<>(acknowledged);
    }

    @Override
    public String toString() {
        return exports + " exports (" + held + " times held off)";
    }
}
