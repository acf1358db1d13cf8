/**
 * The server behind {@code exporter serve}: starts it, lets people and programs in, and tells what goes wrong. What it
 * serves is brought by other rooms ({@code api}, {@code dashboard}) as Spring configurations.
 */
@NullMarked
package dev.exporter.web;

import org.jspecify.annotations.NullMarked;
