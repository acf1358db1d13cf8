/** Tells another system by HTTP how exports have ended. Uses no other room. */
@NullMarked
package dev.exporter.cli.notify;

import org.jspecify.annotations.NullMarked;
