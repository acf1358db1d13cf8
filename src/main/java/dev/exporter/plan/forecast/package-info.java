/**
 * What a run is expected to read, to write and to take: estimates for people, and for the choice of how to read.
 */
@NullMarked
package dev.exporter.plan.forecast;

import org.jspecify.annotations.NullMarked;
