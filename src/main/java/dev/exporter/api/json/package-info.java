/** The forms of things in JSON. They are a contract: {@code openapi.json} describes them. */
@NullMarked
package dev.exporter.api.json;

import org.jspecify.annotations.NullMarked;
