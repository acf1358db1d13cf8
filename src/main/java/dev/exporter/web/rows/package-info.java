/** Rows of tables for whoever asks by the web: for a few at a time, and not for ever. */
@NullMarked
package dev.exporter.web.rows;

import org.jspecify.annotations.NullMarked;
