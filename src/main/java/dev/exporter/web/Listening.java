package dev.exporter.web;

import dev.exporter.plan.ExporterException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the server listens, and to whom.
 *
 * @param port 0 takes a free one
 * @param bind an address of this machine, or a name of one
 * @param keys the file of keys; without it everybody on this machine may do everything, and nobody else anything
 * @param allowedHosts names by which browsers may call it, beside those of loopback and its addresses
 * @param directory for the server's own files; made where it is missing
 */
public record Listening(int port, String bind, Optional<Path> keys, List<String> allowedHosts, Path directory) {
    public Listening {
        allowedHosts = List.copyOf(allowedHosts);
    }

    /**
     * Checks all that can be checked before anything is started.
     *
     * @return the address to listen at
     * @throws ExporterException refused
     */
    InetAddress check() {
        InetAddress address = address();
        if (!address.isLoopbackAddress() && keys.isEmpty()) {
            throw ExporterException.refused(
                    "keys-needed",
                    "other machines can reach " + bind + ", and there are no keys",
                    "--bind",
                    "Give --keys FILE (exporter keys add makes them), or listen at 127.0.0.1");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
        } catch (IOException e) {
            throw cannotListen(e);
        }
        return address;
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw ExporterException.refused(
                    "address-unknown",
                    "there is no address '" + bind + "'",
                    "--bind",
                    "Give an address of this machine");
        }
    }

    ExporterException cannotListen(IOException e) {
        return ExporterException.refused(
                "port-taken",
                "it cannot listen at " + bind + ":" + port + ": " + e.getMessage(),
                "--port",
                "Give another port, or 0 for a free one");
    }
}
