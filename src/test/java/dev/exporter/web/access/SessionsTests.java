package dev.exporter.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.web.keys.Key;
import dev.exporter.web.keys.KeyFile;
import dev.exporter.web.keys.KeyRing;
import dev.exporter.web.keys.Scope;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTests {
    @TempDir
    Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private KeyFile file;
    private Key key;
    private Sessions sessions;

    @BeforeEach
    void open() {
        file = new KeyFile(directory.resolve("keys"));
        String secret = file.add("ann", Scope.READ, Clock.systemUTC());
        KeyRing ring = new KeyRing(file);
        key = ring.find(secret).orElseThrow();
        sessions = new Sessions(ring, nanos::get);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aSessionThatIsUsedLastsADay() {
        String session = sessions.open(key);
        for (int hour = 0; hour < 23; hour++) {
            pass(Duration.ofHours(1));
            assertThat(sessions.use(session)).contains(key);
        }
        pass(Duration.ofHours(1));
        assertThat(sessions.use(session)).isEmpty();
    }

    @Test
    void aSessionThatIsNotUsedLastsEightHours() {
        String session = sessions.open(key);
        pass(Duration.ofHours(7));
        // a page that only watches is not used
        assertThat(sessions.holds(session)).isTrue();
        pass(Duration.ofHours(1));
        assertThat(sessions.holds(session)).isFalse();
    }

    @Test
    void aSessionEndsWithItsKeyAndByItself() {
        String one = sessions.open(key);
        String other = sessions.open(key);
        sessions.end(one);
        assertThat(sessions.use(one)).isEmpty();
        assertThat(sessions.use(other)).isPresent();
        file.remove("ann");
        assertThat(sessions.use(other)).isEmpty();
    }

    @Test
    void ofTooManyTheLeastRecentlyUsedEnds() {
        String kept = sessions.open(key);
        String lost = sessions.open(key);
        for (int i = 0; i < 999; i++) {
            assertThat(sessions.use(kept)).isPresent();
            sessions.open(key);
        }
        assertThat(sessions.use(kept)).isPresent();
        assertThat(sessions.use(lost)).isEmpty();
    }

    @Test
    void aSessionThatNeverWasIsNone() {
        assertThat(sessions.use("")).isEmpty();
        assertThat(sessions.use("x")).isEmpty();
    }
}
