/** Turns the texts of values into quantities, paths and places, and all of an export's into its request. */
@NullMarked
package dev.exporter.cli.options.reading;

import org.jspecify.annotations.NullMarked;
