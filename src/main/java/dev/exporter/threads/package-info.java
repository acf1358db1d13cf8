/** What the JDK's executors lack. */
@NullMarked
package dev.exporter.threads;

import org.jspecify.annotations.NullMarked;
