/**
 * Turns arguments, option files, environment variables and dataset defaults into a checked request, and knows of each
 * value where it came from. Knows {@code plan} only.
 */
@NullMarked
package dev.exporter.cli.options;

import org.jspecify.annotations.NullMarked;
