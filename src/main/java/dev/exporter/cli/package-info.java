/**
 * The command line: takes it apart, asks {@code operations}, and renders what comes back. Results go to standard
 * output, everything else to standard error.
 */
@NullMarked
package dev.exporter.cli;

import org.jspecify.annotations.NullMarked;
