/** Receives the bodies of requests before anything else is done for them, without a thread that waits for them. */
@NullMarked
package dev.exporter.web.body;

import org.jspecify.annotations.NullMarked;
