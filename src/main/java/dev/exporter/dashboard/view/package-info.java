/** What each page shows, in words and figures that templates only place. */
@NullMarked
package dev.exporter.dashboard.view;

import org.jspecify.annotations.NullMarked;
