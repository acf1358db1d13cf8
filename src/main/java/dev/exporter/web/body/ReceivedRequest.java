package dev.exporter.web.body;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A request whose body is all there. To whatever handles it, it is like any that has just come. */
final class ReceivedRequest extends HttpServletRequestWrapper {
    private final byte[] body;
    private final Map<String, String[]> parameters;

    ReceivedRequest(HttpServletRequest request, byte[] body) {
        super(request);
        this.body = body;
        this.parameters = FormText.isForm(request.getContentType())
                ? joined(request.getParameterMap(), FormText.parameters(body))
                : request.getParameterMap();
    }

    /** Filters that let the second half of an asynchronous request pass must not do so with this one. */
    @Override
    public DispatcherType getDispatcherType() {
        return DispatcherType.REQUEST;
    }

    @Override
    public ServletInputStream getInputStream() {
        return new Bytes(body);
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = parameters.get(name);
        return values == null || values.length == 0 ? null : values[0];
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return Collections.unmodifiableMap(parameters);
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(parameters.keySet());
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return parameters.get(name);
    }

    /** Of the address first, then of the body, as the Servlet specification has it (section 3.1). */
    private static Map<String, String[]> joined(Map<String, String[]> query, Map<String, String[]> form) {
        Map<String, String[]> joined = new LinkedHashMap<>(query);
        form.forEach((name, values) -> joined.merge(
                name,
                values,
                (before, after) -> Stream.concat(Arrays.stream(before), Arrays.stream(after))
                        .toArray(String[]::new)));
        return joined;
    }

    private static final class Bytes extends ServletInputStream {
        private final ByteArrayInputStream in;

        private Bytes(byte[] body) {
            this.in = new ByteArrayInputStream(body);
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return in.read(target, offset, length);
        }

        @Override
        public boolean isFinished() {
            return in.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("the body is there already");
        }
    }
}
