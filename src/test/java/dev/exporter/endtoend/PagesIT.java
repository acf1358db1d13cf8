package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.dashboard.Browser;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator at work on the pages of the real program, which starts real exports. */
@Timeout(600)
class PagesIT {
    private static final long FIRST = 1_500_000;
    private static final long LAST = 1_500_599;

    @TempDir
    static Path shared;

    static SourceGateway made;

    @TempDir
    Path directory;

    @BeforeAll
    static void makeAGateway() {
        made = SourceGateway.demo(shared.resolve("gateway"), FIRST, (int) (LAST - FIRST + 1), 9_000, 11);
    }

    private ServedExporter serve() throws Exception {
        return ServedExporter.start(ExporterJar.launched(directory), List.of());
    }

    /** Fills the form: many small partitions, one at a time, so that there is something to see. */
    private static void ask(Browser browser, ServedExporter server, SourceGateway gateway, String partitionSize) {
        browser.go(server.address() + "start");
        browser.enter("#field-startHeight", Long.toString(FIRST));
        browser.enter("#field-endHeight", Long.toString(LAST));
        browser.enter("#field-heightPartitionSize", partitionSize);
        browser.enter("#field-coreDb", gateway.file("core").toString());
        browser.enter("#field-bundlesDb", gateway.file("bundles").toString());
        browser.unfold("Limits");
        browser.enter("#field-parallelism", "1");
        browser.press("Show the plan");
        browser.await("#plan", "What is written");
    }

    /** Pictures and tries a page in the colours that it has, then in others. */
    private static void inspect(Browser browser, String page, Browser.Look now, Browser.Look then) {
        browser.picture(picture(page, now));
        browser.requireAccess();
        browser.look(then);
        browser.picture(picture(page, then));
        browser.requireContrast();
        browser.look(now);
    }

    private static String picture(String name, Browser.Look look) {
        return name + "-" + look.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** At each width; colours hold nothing up. */
    @ParameterizedTest
    @CsvSource({"DESKTOP_LIGHT, DESKTOP_DARK", "PHONE_DARK, PHONE_LIGHT"})
    void aJobIsStartedWatchedStoppedAndResumedWithoutLoadingItsPageAgain(Browser.Look look, Browser.Look other)
            throws Exception {
        try (Browser browser = Browser.open();
                ServedExporter server = serve()) {
            browser.look(look);
            browser.go(server.address().toString());
            browser.await(".verdict", "No job has run here yet");
            inspect(browser, "empty", look, other);

            ask(browser, server, made, "10");
            inspect(browser, "plan", look, other);
            browser.press("Start this job");
            browser.await(".head .state", "Running");
            browser.mark();
            browser.await(".tiles", "of 60 partitions");
            // Otherwise it might be done before it has been looked at.
            signalExports("STOP");
            inspect(browser, "running", look, other);
            browser.press("Stop");
            browser.await("dialog[open]", "exporter stop");
            inspect(browser, "asked", look, other);
            signalExports("CONT");
            browser.press("Stop");
            browser.await("#result", "Stop");
            browser.await(".head .state", "Stopped");
            inspect(browser, "stopped", look, other);
            browser.press("Resume");
            browser.await(".head .state", "Completed");
            browser.await(".tiles", "100 %");
            browser.requireMark();
            inspect(browser, "completed", look, other);
            browser.requireNoOverflow();

            browser.go(server.address() + "log");
            browser.await("tbody", "resume");
            browser.go(server.address() + "tables/blocks");
            browser.await("#grid", "Rows 1 to 50");
            inspect(browser, "rows", look, other);
            browser.press("Next");
            browser.await("#grid", "Rows 51 to 100");
            assertThat(browser.run("return document.activeElement.id")).isEqualTo("grid-next");
            assertThat(browser.run("return document.getElementById('said').textContent"))
                    .isEqualTo("Rows 51 to 100");
            for (String page : List.of(
                    "tables/blocks?tab=schema",
                    "tables/blocks?tab=partitions",
                    "tables/blocks?tab=snapshots",
                    "tables/blocks?tab=files",
                    "api")) {
                browser.go(server.address() + page);
                browser.requireAccess();
                browser.requireNoOverflow();
            }
            browser.requireSilence();
            browser.go(server.address() + "jobs/999999");
            browser.await("h1", "There is no such thing");
            browser.requireAccess();
            browser.requireNoOverflow();
        }
    }

    @Test
    void aFailedJobShowsItsCauseAndGoesOnOnceTheSourceIsMended() throws Exception {
        SourceGateway gateway = made.copiedTo(directory.resolve("gateway"));
        try (Browser browser = Browser.open();
                ServedExporter server = serve()) {
            browser.look(Browser.Look.DESKTOP_LIGHT);
            String one = " WHERE height = " + (FIRST + 300);
            String id = gateway.text("bundles", "SELECT lower(hex(min(id))) FROM stable_data_items" + one);
            String ofIt = " WHERE lower(hex(id)) = '" + id + "'";
            String size = gateway.text("bundles", "SELECT data_size FROM stable_data_items" + ofIt);
            gateway.change("bundles", "UPDATE stable_data_items SET data_size = 'many'" + ofIt);
            ask(browser, server, gateway, "100");
            browser.press("Start this job");
            browser.await(".head .state", "Failed");
            browser.await("[data-part=failure]", "many");
            browser.requireAccess();
            browser.picture("failed-desktop-light");
            browser.go(server.address().toString());
            browser.await("[data-part=stuck]", "many");
            browser.picture("overview-failed-desktop-light");

            gateway.change("bundles", "UPDATE stable_data_items SET data_size = " + size + ofIt);
            browser.press("Resume");
            browser.await(".verdict", "All is well, nothing is running");
            browser.requireSilence();
        }
    }

    @Test
    void aJobWhoseProcessIsKilledShowsAsInterruptedWithinTenSecondsAndIsRecovered() throws Exception {
        try (Browser browser = Browser.open();
                ServedExporter server = serve()) {
            browser.look(Browser.Look.PHONE_LIGHT);
            ask(browser, server, made, "10");
            browser.press("Start this job");
            browser.await(".head .state", "Running");
            browser.mark();
            browser.await(".tiles", "of 60 partitions");

            signalExports("KILL");
            Instant killed = Instant.now();
            browser.await(".head .state", "Interrupted");
            assertThat(Duration.between(killed, Instant.now())).isLessThan(Duration.ofSeconds(10));
            browser.requireMark();
            browser.picture("interrupted-phone-light");
            browser.requireAccess();
            browser.press("Recover");
            browser.await(".head .state", "Completed");
            browser.requireSilence();
        }
    }

    /** To those that were started by the server of this test. */
    private void signalExports(String name) throws Exception {
        List<String> exports = ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(List::of)
                        .filter(arguments -> arguments.contains("export")
                                && arguments.stream().anyMatch(one -> one.contains(directory.toString())))
                        .isPresent())
                .map(process -> Long.toString(process.pid()))
                .toList();
        assertThat(exports).as("exports that run").isNotEmpty();
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        command.addAll(exports);
        assertThat(new ProcessBuilder(command).start().waitFor())
                .as(command.toString())
                .isZero();
    }
}
