package dev.exporter.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheLocationTests {
    @Test
    void onLinuxItIsInTheXdgCacheDirectoryOrElseInTheHomeDirectory() {
        assertThat(CacheLocation.of(Map.of("XDG_CACHE_HOME", "/var/c"), "Linux", "/home/a"))
                .isEqualTo(Path.of("/var/c/exporter"));
        assertThat(CacheLocation.of(Map.of(), "Linux", "/home/a")).isEqualTo(Path.of("/home/a/.cache/exporter"));
    }

    @Test
    void aRelativeXdgCacheDirectoryIsIgnoredAsItsSpecificationSays() {
        assertThat(CacheLocation.of(Map.of("XDG_CACHE_HOME", "cache"), "Linux", "/home/a"))
                .isEqualTo(Path.of("/home/a/.cache/exporter"));
    }

    @Test
    void onMacAndWindowsItIsWhereTheirApplicationsKeepCaches() {
        assertThat(CacheLocation.of(Map.of(), "Mac OS X", "/Users/a"))
                .isEqualTo(Path.of("/Users/a/Library/Caches/exporter"));
        assertThat(CacheLocation.of(Map.of("LOCALAPPDATA", "/local"), "Windows 11", "/Users/a"))
                .isEqualTo(Path.of("/local/exporter"));
        assertThat(CacheLocation.of(Map.of(), "Windows 11", "/Users/a"))
                .isEqualTo(Path.of("/Users/a/AppData/Local/exporter"));
    }
}
