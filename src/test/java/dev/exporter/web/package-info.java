@NullMarked
package dev.exporter.web;

import org.jspecify.annotations.NullMarked;
