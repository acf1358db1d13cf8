/** The interface for programs, {@code /api/v1}: reads requests, asks {@code operations}, answers in JSON. */
@NullMarked
package dev.exporter.api;

import org.jspecify.annotations.NullMarked;
