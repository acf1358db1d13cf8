/**
 * One run at a time on a range of a warehouse: who holds which, told by locks of the operating system or, where there
 * are none, by leases.
 */
@NullMarked
package dev.exporter.run.holder;

import org.jspecify.annotations.NullMarked;
