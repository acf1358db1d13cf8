/** The pages' addresses: asks operations, and hands views to templates. */
@NullMarked
package dev.exporter.dashboard.page;

import org.jspecify.annotations.NullMarked;
