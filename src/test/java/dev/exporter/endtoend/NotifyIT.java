package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.exporter.fault.FaultPoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Others are told how an export has ended: by HTTP, and by a log that programs can read. */
@Timeout(300)
class NotifyIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private final List<Map.Entry<String, String>> received = new CopyOnWriteArrayList<>();

    private HttpServer server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String signed = exchange.getRequestHeaders().getFirst("X-Exporter-Timestamp") + " "
                    + exchange.getRequestHeaders().getFirst("X-Exporter-Signature");
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(Map.entry(signed, body));
            exchange.sendResponseHeaders(received.size() == 1 ? 503 : 200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void anAddressIsToldOfTheEndWithTheResultAndASignature() throws Exception {
        HttpServer server = server();
        try {
            InterruptedExport export =
                    new InterruptedExport(directory, InterruptedExport.gateway(directory.resolve("gateway")));
            Path secret = Files.writeString(directory.resolve("secret"), "s3cret\n");
            String address = "--notify=http://127.0.0.1:" + server.getAddress().getPort() + "/hook";

            ExporterJar.Ended ended = export.run(address, "--notifySecretFile=" + secret, "--json")
                    .requireExit(0);

            assertThat(received)
                    .as("a first try that was put off, and a second")
                    .hasSize(2);
            JsonNode told = JSON.readTree(received.get(1).getValue());
            assertThat(told.path("event").asText()).isEqualTo("finished");
            assertThat(told.path("result")).isEqualTo(JSON.readTree(ended.out()));
            String[] signed = received.get(1).getKey().split(" ");
            assertThat(signed[1])
                    .isEqualTo("sha256="
                            + hmac("s3cret", signed[0] + "." + received.get(1).getValue()));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anExportThatIsResumedTellsWhomResumeNames() throws Exception {
        HttpServer server = server();
        try {
            InterruptedExport export =
                    new InterruptedExport(directory, InterruptedExport.gateway(directory.resolve("gateway")));
            export.begin(FaultPoint.AFTER_CHECKPOINT).kill();
            String folder = export.runFolders().get(0).getFileName().toString();
            String run = folder.substring("job-".length());
            Path secret = Files.writeString(directory.resolve("secret"), "s3cret\n");
            String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";

            ExporterJar.Ended ended = new ExporterHere(directory)
                    .run(List.of("resume", run, "--notify=" + address, "--notifySecretFile=" + secret, "--json"))
                    .requireExit(0);

            assertThat(received).hasSize(2);
            JsonNode told = JSON.readTree(received.get(1).getValue());
            assertThat(told.path("result").path("resumedFrom").asText()).isNotEmpty();
            assertThat(told.path("result")).isEqualTo(JSON.readTree(ended.out()));
            String[] signed = received.get(1).getKey().split(" ");
            assertThat(signed[1])
                    .isEqualTo("sha256="
                            + hmac("s3cret", signed[0] + "." + received.get(1).getValue()));
        } finally {
            server.stop(0);
        }
    }

    private static String hmac(String key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
        StringBuilder hex = new StringBuilder();
        for (byte one : mac.doFinal(text.getBytes(StandardCharsets.UTF_8))) {
            hex.append(String.format("%02x", one));
        }
        return hex.toString();
    }

    @Test
    void anAddressThatIsNotThereChangesNeitherTheExportNorItsExitCode() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        InterruptedExport export =
                new InterruptedExport(directory, InterruptedExport.gateway(directory.resolve("gateway")));

        ExporterJar.Ended ended =
                export.run("--notify=http://127.0.0.1:" + free + "/hook").requireExit(0);

        assertThat(ended.err()).contains("exporter: warning: the address of --notify could not be told");
        assertThat(export.tables().files("blocks")).isNotEmpty();
    }

    @Test
    void anAddressThatIsNoneIsRefusedBeforeAnythingIsWritten() throws Exception {
        InterruptedExport export =
                new InterruptedExport(directory, InterruptedExport.gateway(directory.resolve("gateway")));

        ExporterJar.Ended ended =
                export.run("--notify=ftp://user:word@host/hook").requireExit(2);

        assertThat(ended.err()).contains("the address is not one of HTTP").doesNotContain("word@");
        assertThat(directory.resolve("staging")).doesNotExist();
    }

    @Test
    void aLogInJsonHasTheRunInEachLineOnceItIsKnown() throws Exception {
        InterruptedExport export =
                new InterruptedExport(directory, InterruptedExport.gateway(directory.resolve("gateway")));

        ExporterJar.Ended ended = export.run("--logFormat=json", "--json").requireExit(0);

        String run = JSON.readTree(ended.out()).path("runId").asText();
        List<String> lines = ended.err().lines().toList();
        boolean isKnown = false;
        for (String line : lines) {
            JsonNode object = JSON.readTree(line);
            assertThat(object.path("time").asText()).as(line).isNotEmpty();
            assertThat(object.path("level").asText()).as(line).isNotEmpty();
            isKnown |= object.path("event").asText().equals("start");
            assertThat(object.path("run").asText()).as(line).isEqualTo(isKnown ? run : "");
        }
        assertThat(lines).anyMatch(line -> line.contains("\"event\":\"partition\",\"partition\":\"14"));
    }
}
