/**
 * What is left to chance in a made gateway: dice, words, content types and the odd values of real ones.
 */
@NullMarked
package dev.exporter.demo.chance;

import org.jspecify.annotations.NullMarked;
