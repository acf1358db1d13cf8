/**
 * What the commands print: pages of help, plans, summaries, tables and JSON.
 */
@NullMarked
package dev.exporter.cli.page;

import org.jspecify.annotations.NullMarked;
