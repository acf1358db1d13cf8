/**
 * What options are, and how arguments, option files, environment variables and dataset defaults become their values; of
 * each value it is known where it came from. {@code settings} has the commands' options, {@code reading} turns values
 * into checked requests. All know {@code plan} only.
 */
@NullMarked
package dev.exporter.cli.options;

import org.jspecify.annotations.NullMarked;
