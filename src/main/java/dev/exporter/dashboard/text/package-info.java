/** How the pages write numbers, sizes, spans and moments. */
@NullMarked
package dev.exporter.dashboard.text;

import org.jspecify.annotations.NullMarked;
