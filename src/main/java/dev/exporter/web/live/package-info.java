/** Live updates: one poller for all who watch, and streams of server-sent events to them. */
@NullMarked
package dev.exporter.web.live;

import org.jspecify.annotations.NullMarked;
