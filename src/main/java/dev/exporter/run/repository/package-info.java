/**
 * The job repository: where it is, its tables, and the runs that it remembers.
 */
@NullMarked
package dev.exporter.run.repository;

import org.jspecify.annotations.NullMarked;
