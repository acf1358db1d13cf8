/**
 * What can be read of jobs, as every door shows it: runs with their states, partitions, failures, and what an operator may
 * do about them. Vocabulary; who reads is elsewhere.
 */
@NullMarked
package dev.exporter.operations.jobs;

import org.jspecify.annotations.NullMarked;
