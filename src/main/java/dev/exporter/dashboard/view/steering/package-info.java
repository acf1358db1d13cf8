/** What the pages show by which somebody acts, and the log of who did. */
@NullMarked
package dev.exporter.dashboard.view.steering;

import org.jspecify.annotations.NullMarked;
