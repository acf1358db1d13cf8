package dev.exporter.web;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** A connection that sends exactly what it is told to, be it HTTP or not. */
final class RawHttp implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    RawHttp(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(30_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** An answer; empty where the connection was closed without one. */
    record Answer(int status, String head, String body) {
        Optional<String> header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst();
        }
    }

    /** One request on a connection of its own, which the server is asked to close. */
    static Answer ask(int port, String method, String target, String... more) throws IOException {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nConnection: close\r\n");
        boolean hasHost = false;
        String body = "";
        for (String one : more) {
            if (one.startsWith("\n")) {
                body = one.substring(1);
            } else {
                hasHost |= one.startsWith("Host:");
                text.append(one).append("\r\n");
            }
        }
        if (!hasHost) {
            text.append("Host: 127.0.0.1:").append(port).append("\r\n");
        }
        if (!body.isEmpty()) {
            text.append("Content-Length: ")
                    .append(body.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n");
        }
        try (RawHttp connection = new RawHttp(port)) {
            connection.send(text + "\r\n" + body);
            return connection.answer();
        }
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** Reads to the end of the connection. */
    Answer answer() throws IOException {
        String text = rest();
        int end = text.indexOf("\r\n\r\n");
        String head = end < 0 ? text : text.substring(0, end);
        int status = head.startsWith("HTTP/1.1 ") ? Integer.parseInt(head.substring(9, 12)) : 0;
        return new Answer(status, head, end < 0 ? "" : text.substring(end + 4));
    }

    /** All that comes until the server closes the connection. */
    String rest() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            in.transferTo(bytes);
        } catch (SocketException e) {
            // reset: what came before is all
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Waits until {@code text} came, in ASCII; returns all so far. */
    String until(String text) throws IOException {
        StringBuilder all = new StringBuilder();
        while (!endsWith(all, text)) {
            int next;
            try {
                next = in.read();
            } catch (SocketTimeoutException e) {
                throw new AssertionError("'" + text + "' did not come in time, but: " + all, e);
            }
            if (next < 0) {
                throw new AssertionError("'" + text + "' did not come, but: " + all);
            }
            all.append((char) next);
        }
        return all.toString();
    }

    private static boolean endsWith(StringBuilder all, String text) {
        int from = all.length() - text.length();
        return from >= 0 && all.substring(from).equals(text);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
