package dev.exporter.dashboard.chart;

/**
 * All shapes of one kind in a drawing.
 *
 * @param style their style class
 * @param path the value of a path's {@code d}
 */
public record Layer(String style, String path) {}
