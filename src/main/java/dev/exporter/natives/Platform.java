package dev.exporter.natives;

import java.util.Locale;

/** The platforms for which all three native libraries exist. */
enum Platform {
    LINUX_AMD64,
    LINUX_ARM64,
    MACOS_ARM64,
    WINDOWS_AMD64;

    /**
     * The platform of these values of the system properties {@code os.name} and {@code os.arch}.
     *
     * @throws NativeLibraryException if there are no libraries for it
     */
    static Platform of(String osName, String osArch) {
        String name = osName.toLowerCase(Locale.ROOT);
        String os = name.startsWith("windows") ? "WINDOWS" : name.startsWith("mac") ? "MACOS" : "LINUX";
        String arch = switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "AMD64";
            case "aarch64", "arm64" -> "ARM64";
            default -> osArch;
        };
        for (Platform platform : values()) {
            if (platform.name().equals(os + "_" + arch) && (!os.equals("LINUX") || name.equals("linux"))) {
                return platform;
            }
        }
        throw new NativeLibraryException(
                "there are no native libraries for " + osName + " on " + osArch,
                "",
                "Use Linux (x86-64 or ARM64), macOS (ARM64) or Windows (x86-64)");
    }

    static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }
}
