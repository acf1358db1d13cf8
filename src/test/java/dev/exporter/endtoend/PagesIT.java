package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.dashboard.Browser;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An operator at work on the pages of the real program, which starts real exports. */
@Timeout(600)
class PagesIT {
    private static final long FIRST = 1_500_000;
    private static final long LAST = 1_500_599;

    @TempDir
    Path directory;

    private SourceGateway gateway() {
        return SourceGateway.demo(directory.resolve("gateway"), FIRST, (int) (LAST - FIRST + 1), 9_000, 11);
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

    private static String picture(String name, Browser.Look look) {
        return name + "-" + look.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @ParameterizedTest
    @EnumSource(Browser.Look.class)
    void aJobIsStartedWatchedStoppedAndResumedWithoutLoadingItsPageAgain(Browser.Look look) throws Exception {
        SourceGateway gateway = gateway();
        try (Browser browser = Browser.open();
                ServedExporter server = serve()) {
            browser.look(look);
            browser.go(server.address().toString());
            browser.await(".verdict", "No job has run here yet");
            browser.requireAccess();

            ask(browser, server, gateway, "10");
            browser.picture(picture("plan", look));
            browser.requireAccess();
            browser.press("Start this job");
            browser.await(".head .state", "Running");
            browser.mark();
            browser.await(".tiles", "of 60 partitions");
            browser.picture(picture("running", look));
            browser.press("Stop");
            browser.await("dialog[open]", "exporter stop");
            browser.requireAccess();
            browser.picture(picture("asked", look));
            browser.press("Stop");
            browser.await("#result", "Stop");
            browser.await(".head .state", "Stopped");
            browser.requireAccess();
            browser.picture(picture("stopped", look));
            browser.press("Resume");
            browser.await(".head .state", "Completed");
            browser.await(".tiles", "100 %");
            browser.requireMark();
            browser.picture(picture("completed", look));
            browser.requireAccess();
            browser.requireNoOverflow();

            browser.go(server.address() + "log");
            browser.await("tbody", "resume");
            browser.go(server.address() + "tables/blocks");
            browser.await("#grid", "Rows 1 to 50");
            browser.picture(picture("rows", look));
            browser.requireAccess();
            browser.requireSilence();
        }
    }

    @Test
    void aFailedJobShowsItsCauseAndGoesOnOnceTheSourceIsMended() throws Exception {
        SourceGateway gateway = gateway();
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
        SourceGateway gateway = gateway();
        try (Browser browser = Browser.open();
                ServedExporter server = serve()) {
            browser.look(Browser.Look.PHONE_LIGHT);
            ask(browser, server, gateway, "10");
            browser.press("Start this job");
            browser.await(".head .state", "Running");
            browser.mark();
            browser.await(".tiles", "of 60 partitions");

            killExports();
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

    /** Those that were started by the server of this test. */
    private void killExports() {
        List<ProcessHandle> exports = ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(List::of)
                        .filter(arguments -> arguments.contains("export")
                                && arguments.stream().anyMatch(one -> one.contains(directory.toString())))
                        .isPresent())
                .toList();
        assertThat(exports).as("exports that run").isNotEmpty();
        exports.forEach(ProcessHandle::destroyForcibly);
    }
}
