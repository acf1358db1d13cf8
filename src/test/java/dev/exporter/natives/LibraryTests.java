package dev.exporter.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LibraryTests {
    @ParameterizedTest
    @EnumSource
    void theChecksumsAreThoseOfTheLibrariesOnTheClassPath(Platform platform) throws Exception {
        for (Library library : Library.values()) {
            String resource = library.resource(platform);
            assertThat(library.sha256(platform)).as(resource).isEqualTo(sha256(resource));
        }
    }

    private static String sha256(String resource) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        InputStream stream = LibraryTests.class.getClassLoader().getResourceAsStream(resource);
        try (InputStream bytes = new DigestInputStream(Objects.requireNonNull(stream, resource), digest)) {
            bytes.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
