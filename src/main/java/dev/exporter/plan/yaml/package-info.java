/**
 * Reads YAML documents strictly: every key is asked for, and whatever is wrong is named with its line. Uses no other
 * room.
 */
@NullMarked
package dev.exporter.plan.yaml;

import org.jspecify.annotations.NullMarked;
