package dev.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people see where something is wrong. */
class ProblemPageIT {
    private static final Pattern STYLE = Pattern.compile("href=\"(/assets/exporter\\.css\\?v=[0-9a-f]{12})\"");

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"theme=dark | dark", "a=b; theme=light | light", "theme=\"><b> | auto", "other=dark | auto"})
    void aProblemHasTheColoursThatWereChosen(String cookie, String theme) throws IOException {
        try (TryServer server = TryServer.withoutKeys(directory)) {
            RawHttp.Answer answer = server.get("/nothing", "Accept: text/html", "Cookie: " + cookie);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body()).contains("<html lang=\"en\" data-theme=\"" + theme + "\">");
        }
    }

    @Test
    void pagesNameTheirFilesByWhatIsInThem() throws IOException {
        try (TryServer server = TryServer.withKeys(directory)) {
            for (String page : new String[] {"/login", "/assets/nothing"}) {
                Matcher style =
                        STYLE.matcher(server.get(page, "Accept: text/html").body());
                assertThat(style.find()).as(page).isTrue();
                assertThat(server.get(style.group(1)).body()).contains(":root");
            }
        }
    }
}
