package dev.exporter.cli.options.reading;

import dev.exporter.cli.options.Values;
import java.lang.management.ManagementFactory;

/** How much memory the SQL engine may have. */
public final class Memory {
    private static final long MINIMUM_BYTES = 16_000_000;
    private static final long DEFAULT_BYTES_PER_PROCESSOR = 700_000_000;
    private static final long MAXIMUM_DEFAULT_BYTES = 4_000_000_000L;

    private Memory() {}

    /**
     * What {@code --memoryLimit} says, in bytes; the default where it is not given.
     *
     * @throws dev.exporter.plan.ExporterException refused, if it is no size or too little
     */
    public static long limitBytes(Values values) {
        return values.value("memoryLimit").isPresent()
                ? Quantities.bytes(values, "memoryLimit", MINIMUM_BYTES)
                : defaultLimitBytes();
    }

    /**
     * A quarter of the machine's memory, or of the container's where that is less; at most 700 MB a processor and 4 GB
     * in all. More was not seen to be faster, since the first touch of memory costs as much as spilling saves.
     */
    private static long defaultLimitBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine
                ? Math.max(
                        MINIMUM_BYTES,
                        Math.min(
                                machine.getTotalMemorySize() / 4,
                                Math.min(
                                        machine.getAvailableProcessors() * DEFAULT_BYTES_PER_PROCESSOR,
                                        MAXIMUM_DEFAULT_BYTES)))
                : Runtime.getRuntime().maxMemory();
    }
}
