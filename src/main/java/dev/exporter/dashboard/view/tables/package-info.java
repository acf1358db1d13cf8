/** What the pages of tables show. */
@NullMarked
package dev.exporter.dashboard.view.tables;

import org.jspecify.annotations.NullMarked;
