@NullMarked
package dev.exporter.verify.rule;

import org.jspecify.annotations.NullMarked;
