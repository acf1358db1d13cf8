/** What the source holds of each table, read by SQLite and Java alone. */
@NullMarked
package dev.exporter.verify.origin;

import org.jspecify.annotations.NullMarked;
