package dev.exporter.dashboard.page;

import dev.exporter.operations.Tables;
import dev.exporter.operations.jobs.Jobs;
import java.time.Clock;

/** What the pages show. */
record Watched(Jobs jobs, Tables tables, Clock clock) {}
