package dev.exporter.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTests {
    @ParameterizedTest
    @CsvSource({
        "Linux,amd64,LINUX_AMD64",
        "Linux,aarch64,LINUX_ARM64",
        "Mac OS X,aarch64,MACOS_ARM64",
        "Windows 11,amd64,WINDOWS_AMD64"
    })
    void aPlatformIsKnownByWhatJavaCallsIt(String name, String architecture, Platform expected) {
        assertThat(Platform.of(name, architecture)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"Linux,s390x", "Mac OS X,x86_64", "FreeBSD,amd64"})
    void aPlatformWithoutLibrariesIsRefusedByName(String name, String architecture) {
        assertThatThrownBy(() -> Platform.of(name, architecture))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(architecture);
    }

    @Test
    void thisMachineIsSupported() {
        assertThat(Platform.current()).isNotNull();
    }
}
