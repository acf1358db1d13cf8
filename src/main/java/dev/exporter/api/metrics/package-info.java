/** Figures for Prometheus. Each label has few values, whatever happens. */
@NullMarked
package dev.exporter.api.metrics;

import org.jspecify.annotations.NullMarked;
