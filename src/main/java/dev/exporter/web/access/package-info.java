/** Who may do what: keys and sessions, hosts and origins, limits of requests. */
@NullMarked
package dev.exporter.web.access;

import org.jspecify.annotations.NullMarked;
