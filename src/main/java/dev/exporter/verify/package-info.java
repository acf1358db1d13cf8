/**
 * Holds tables against their files, their metadata and their source, and says where they differ. It writes nothing and
 * takes no lock. From {@code source} it takes pinned databases only: what it reads of them, and how it hashes rows, is
 * written here again, so that an error of the export shows.
 */
@NullMarked
package dev.exporter.verify;

import org.jspecify.annotations.NullMarked;
