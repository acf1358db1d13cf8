/** Data files as they are, against what manifests and inventories say of them. */
@NullMarked
package dev.exporter.verify.file;

import org.jspecify.annotations.NullMarked;
