package dev.exporter.dashboard;

import dev.exporter.web.WebServer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every page, of jobs that were made up, at each width and in each colour scheme. */
class SamplePagesIT {
    private static Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("overview", "");
        pages.put("jobs", "jobs");
        pages.put("job-running", "jobs/" + SampleJobs.RUNNING);
        pages.put("job-failed", "jobs/" + SampleJobs.FAILED);
        pages.put("job-interrupted", "jobs/" + SampleJobs.INTERRUPTED);
        pages.put("partitions", "jobs/" + SampleJobs.RUNNING + "/partitions");
        pages.put("partition", "jobs/" + SampleJobs.FAILED + "/partitions/633000-633999");
        pages.put("action", "jobs/" + SampleJobs.FAILED + "/actions/abandon");
        pages.put("start", "start");
        pages.put("tables", "tables");
        pages.put("log", "log");
        return pages;
    }

    @Test
    void everyPageIsSilentAccessibleAndFits(@TempDir Path directory) {
        try (Browser browser = Browser.open();
                WebServer server = SamplePages.serve(
                        0, directory, directory.resolve("warehouse"), new SampleJobs(), new SampleSteering())) {
            for (Browser.Look look : Browser.Look.values()) {
                browser.look(look);
                pages().forEach((name, path) -> {
                    browser.go(server.address() + path);
                    browser.picture(
                            "sample-" + name + "-" + look.name().toLowerCase().replace('_', '-'));
                    browser.requireNoOverflow();
                    if (look.isLight()) {
                        browser.requireAccess();
                    } else {
                        browser.requireContrast();
                    }
                    browser.requireSilence();
                });
            }
        }
    }

    @Test
    void aPlanIsShownBeforeAJobIsStarted(@TempDir Path directory) {
        SampleSteering steering = new SampleSteering();
        try (Browser browser = Browser.open();
                WebServer server =
                        SamplePages.serve(0, directory, directory.resolve("warehouse"), new SampleJobs(), steering)) {
            browser.look(Browser.Look.DESKTOP_LIGHT);
            browser.go(server.address() + "start");
            browser.enter("#field-startHeight", "0");
            browser.enter("#field-endHeight", "latest");
            browser.press("Show the plan");
            browser.await("#plan", "about 1 min 23 s");
            browser.picture("sample-plan");
            browser.requireAccess();
            browser.press("Start this job");
            browser.await("h1", "ario 0 – 1,599,999");

            browser.go(server.address() + "start");
            browser.enter("#field-startHeight", "500000");
            browser.enter("#field-endHeight", "549999");
            browser.press("Show the plan");
            browser.press("Resume it");
            browser.await("h1", "ario 0 – 1,599,999");
            browser.requireSilence();
        }
        org.assertj.core.api.Assertions.assertThat(steering.done)
                .containsExactly(
                        "start {startHeight=0, endHeight=latest}",
                        "start {startHeight=500000, endHeight=549999, resume=true}");
    }
}
