/**
 * Where things lie in a warehouse, and how they get there so that they stay: durable files and folders, names that are
 * taken once. Knows nothing of what the files hold.
 */
@NullMarked
package dev.exporter.warehouse.disk;

import org.jspecify.annotations.NullMarked;
