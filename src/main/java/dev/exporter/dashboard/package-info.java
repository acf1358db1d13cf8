/** The operators' pages. */
@NullMarked
package dev.exporter.dashboard;

import org.jspecify.annotations.NullMarked;
