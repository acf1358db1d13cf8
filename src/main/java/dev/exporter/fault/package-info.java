/**
 * The named boundaries at which tests kill a run. Off, and no more than a comparison with null, outside of tests. Uses no
 * other room.
 */
@NullMarked
package dev.exporter.fault;

import org.jspecify.annotations.NullMarked;
