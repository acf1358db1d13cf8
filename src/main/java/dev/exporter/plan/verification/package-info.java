/**
 * What a verification is asked, what it tells on its way, and what it finds.
 */
@NullMarked
package dev.exporter.plan.verification;

import org.jspecify.annotations.NullMarked;
