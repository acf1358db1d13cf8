package dev.exporter.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.Await;
import dev.exporter.web.Listening;
import dev.exporter.web.WebServer;
import dev.exporter.web.keys.KeyFile;
import dev.exporter.web.keys.Scope;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages that stay open: in many tabs, over the server's troubles, and longer than a session. */
@Timeout(180)
class LivePagesIT {
    /** What the page says of itself. */
    private static final String PULSE = "#pulse";

    @TempDir
    Path directory;

    private final SampleJobs jobs = new SampleJobs();
    private final SampleSteering steering = new SampleSteering();

    private WebServer serve() {
        return SamplePages.serve(0, directory, directory.resolve("warehouse"), jobs, steering);
    }

    /** A browser opens six connections to a server, over all of its tabs. */
    @Test
    void howeverManyTabsAreOpenTheOneThatIsSeenWorks() {
        try (Browser browser = Browser.open();
                WebServer server = serve()) {
            for (int tab = 0; tab < 8; tab++) {
                browser.openTab(server.address() + "jobs/" + SampleJobs.RUNNING);
                browser.await(PULSE, "Live");
            }
            browser.go(server.address() + "jobs/" + SampleJobs.FAILED);
            browser.press("Resume");
            browser.await("#result", "Resume");
            browser.requireSilence();
        }
    }

    /** Where a browser keeps a page as it was, to go back to it, or shows another tab. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))"
                        + "| dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))",
                "Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
                        + " document.dispatchEvent(new Event('visibilitychange'))"
                        + "| Object.defineProperty(document, 'hidden', {value: false, configurable: true});"
                        + " document.dispatchEvent(new Event('visibilitychange'))"
            })
    void aPageThatIsLookedAtAgainIsLiveAgain(String leave, String comeBack) {
        try (Browser browser = Browser.open();
                WebServer server = serve()) {
            browser.go(server.address() + "jobs/" + SampleJobs.RUNNING);
            browser.await(PULSE, "Live");
            browser.await(".tiles", "987 of 1,600 partitions");
            browser.run(leave);
            browser.run("document.querySelector('" + PULSE + "').textContent = 'as it was'");
            jobs.goOn(100);
            browser.run(comeBack);
            browser.await(PULSE, "Live");
            browser.await(".tiles", "1,087 of 1,600 partitions");
        }
    }

    @Test
    void aPageSaysSoWhileWhatItShowsCannotBeRead() {
        try (Browser browser = Browser.open();
                WebServer server = serve()) {
            browser.go(server.address());
            browser.await(PULSE, "Live");
            jobs.setUnreadable(true);
            browser.await(PULSE, "Not up to date");
            jobs.setUnreadable(false);
            browser.await(PULSE, "Live");
        }
    }

    @Test
    void whoseSessionEndsIsAskedForAKeyWithoutTouchingThePage() {
        KeyFile keys = new KeyFile(directory.resolve("keys"));
        String key = keys.add("ann", Scope.OPERATE, Clock.systemUTC());
        Listening listening =
                new Listening(0, "127.0.0.1", Optional.of(keys.path()), List.of(), directory.resolve("serve"));
        try (Browser browser = Browser.open();
                WebServer server = SamplePages.serve(listening, directory.resolve("warehouse"), jobs, steering)) {
            browser.go(server.address() + "jobs/" + SampleJobs.RUNNING);
            for (Browser.Look look : Browser.Look.values()) {
                browser.look(look);
                browser.requireAccess();
                browser.requireNoOverflow();
            }
            browser.enter("#key", key);
            browser.press("Log in");
            browser.await(PULSE, "Live");
            keys.remove("ann");
            browser.await("h1", "Log in");
            assertThat(browser.run("return location.pathname + location.search"))
                    .isEqualTo("/login?next=%2Fjobs%2F" + SampleJobs.RUNNING);
        }
    }

    @Test
    void anActionThatTakesLongShowsItAndIsAskedForOnce() {
        steering.held = new CountDownLatch(1);
        try (Browser browser = Browser.open();
                WebServer server = serve()) {
            browser.go(server.address() + "jobs/" + SampleJobs.FAILED);
            browser.press("Resume");
            browser.await("a[aria-busy='true']", "Resume");
            browser.press("Resume");
            Await.until(() -> steering.done.size() == 1);
            steering.held.countDown();
            browser.await("#result", "Resume");
            assertThat(browser.run("return document.querySelectorAll('[aria-busy]').length"))
                    .isEqualTo(0L);
            assertThat(steering.done).containsExactly("resume " + SampleJobs.FAILED);
        } finally {
            steering.held.countDown();
        }
    }
}
