/**
 * Shows on standard error what a run does: lines that are redrawn on a terminal, {@code key=value} lines in a log.
 * Knows {@code plan} only.
 */
@NullMarked
package dev.exporter.cli.progress;

import org.jspecify.annotations.NullMarked;
