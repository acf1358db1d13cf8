/** What can be read of the tables of a warehouse, as every door shows it. Vocabulary; who reads is elsewhere. */
@NullMarked
package dev.exporter.plan.tables;

import org.jspecify.annotations.NullMarked;
