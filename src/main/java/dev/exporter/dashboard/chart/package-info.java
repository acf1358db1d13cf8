/** The geometry of the pages' drawings: plain numbers and SVG path data, no markup. Templates draw it. */
@NullMarked
package dev.exporter.dashboard.chart;

import org.jspecify.annotations.NullMarked;
