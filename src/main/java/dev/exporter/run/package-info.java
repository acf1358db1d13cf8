/**
 * Runs exports: plans them, and carries them out as a Spring Batch job. The only room in which the others meet:
 * source, transform, staging and warehouse know nothing of each other's work or of the job.
 */
@NullMarked
package dev.exporter.run;

import org.jspecify.annotations.NullMarked;
