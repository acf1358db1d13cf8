package dev.exporter.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Holds the description of the interface against the controllers, which are what is true. */
class OpenApiTests {
    private static final JsonNode DESCRIPTION = read();

    private static JsonNode read() {
        try (InputStream stream = OpenApiTests.class.getResourceAsStream("openapi.json")) {
            return new ObjectMapper().readTree(stream);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Each route of the room's controllers, for example {@code get /api/v1/jobs}, with what answers it. */
    private static Map<String, Method> routes() {
        Map<String, Method> routes = new TreeMap<>();
        Arrays.stream(ApiRoom.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Bean.class))
                .map(Method::getReturnType)
                .filter(type -> AnnotatedElementUtils.hasAnnotation(type, Controller.class))
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .forEach(method -> routesOf(method).forEach(route -> routes.put(route, method)));
        // the page that shows the description
        routes.remove("get /api");
        return routes;
    }

    private static Stream<String> routesOf(Method method) {
        RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
        RequestMapping all =
                AnnotatedElementUtils.findMergedAnnotation(method.getDeclaringClass(), RequestMapping.class);
        if (mapping == null) {
            return Stream.empty();
        }
        String before = all == null ? "" : all.path()[0];
        String path = mapping.path().length == 0 ? "" : mapping.path()[0];
        return Arrays.stream(mapping.method()).map(verb -> verb.name().toLowerCase(Locale.ROOT) + " " + before + path);
    }

    private static JsonNode operation(String route) {
        String[] parts = route.split(" ", -1);
        return DESCRIPTION.path("paths").path(parts[1]).path(parts[0]);
    }

    @Test
    void everyRouteIsDescribedAndNothingElseIs() {
        Set<String> described = new TreeSet<>();
        DESCRIPTION
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> described.add(method + " " + path.getKey())));
        assertThat(described).isEqualTo(routes().keySet());
    }

    @Test
    void everyParameterIsDescribedAndNothingElseIs() {
        routes().forEach((route, method) -> {
            Set<String> taken = Arrays.stream(method.getParameters())
                    .filter(parameter -> parameter.isAnnotationPresent(RequestParam.class)
                            || parameter.isAnnotationPresent(PathVariable.class))
                    .map(java.lang.reflect.Parameter::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (route.endsWith("/rows")) {
                taken.add("filter");
            }
            Set<String> described = new TreeSet<>();
            operation(route)
                    .path("parameters")
                    .forEach(one -> described.add(one.path("name").asText()));
            assertThat(described).as(route).isEqualTo(taken);
        });
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        DESCRIPTION
                .findValuesAsText("$ref")
                .forEach(reference -> assertThat(
                                DESCRIPTION.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void everySchemaIsUsed() {
        Set<String> used = Set.copyOf(DESCRIPTION.findValuesAsText("$ref"));
        DESCRIPTION
                .path("components")
                .path("schemas")
                .fieldNames()
                .forEachRemaining(name -> assertThat(used).contains("#/components/schemas/" + name));
    }

    @Test
    void everythingThatNeedsAKeySaysSo() {
        routes().keySet()
                .forEach(route -> assertThat(operation(route).path("responses").has("401"))
                        .as(route)
                        .isEqualTo(!Set.of("get /health", "get /ready").contains(route)));
    }

    @Test
    void thePageShowsEveryOperationAndSchema() {
        OpenApiPage page = OpenApiPage.of(DESCRIPTION);
        assertThat(page.operations()).hasSameSizeAs(routes().keySet());
        assertThat(page.operations()).extracting(OpenApiPage.Operation::anchor).doesNotHaveDuplicates();
        assertThat(page.operations())
                .filteredOn(operation -> operation.path().endsWith("/rows"))
                .singleElement()
                .satisfies(operation -> {
                    assertThat(operation.parameters())
                            .filteredOn(field -> field.name().equals("filter"))
                            .extracting(OpenApiPage.Field::type)
                            .containsExactly("list of string");
                    assertThat(operation.answers())
                            .filteredOn(answer -> answer.status().equals("404"))
                            .extracting(OpenApiPage.Answer::schema)
                            .containsExactly("Problem");
                });
        assertThat(page.schemas())
                .filteredOn(schema -> schema.name().equals("Job"))
                .flatExtracting(OpenApiPage.Schema::fields)
                .filteredOn(field -> field.name().equals("ended"))
                .extracting(OpenApiPage.Field::type)
                .containsExactly("string or null");
    }
}
