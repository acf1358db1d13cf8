/**
 * Decides how the source is read: by index or by scanning, and in how many waves.
 */
@NullMarked
package dev.exporter.run.planning.access;

import org.jspecify.annotations.NullMarked;
