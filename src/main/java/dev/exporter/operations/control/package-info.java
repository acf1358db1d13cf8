/** Opens what doors steer jobs by. */
@NullMarked
package dev.exporter.operations.control;

import org.jspecify.annotations.NullMarked;
