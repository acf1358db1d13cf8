package dev.exporter.api.metrics;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.LinkedHashMap;
import java.util.Map;

/** Adds up amounts by labels, for one gauge. */
final class Sums {
    private final Map<Tags, Double> byLabels = new LinkedHashMap<>();

    void add(Tags labels, double amount) {
        byLabels.merge(labels, amount, Double::sum);
    }

    void register(MultiGauge gauge) {
        gauge.register(
                byLabels.entrySet().stream()
                        .map(sum -> MultiGauge.Row.of(sum.getKey(), sum.getValue()))
                        .toList(),
                true);
    }
}
