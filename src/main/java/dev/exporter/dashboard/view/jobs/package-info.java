/** What the pages of jobs and their partitions show. */
@NullMarked
package dev.exporter.dashboard.view.jobs;

import org.jspecify.annotations.NullMarked;
