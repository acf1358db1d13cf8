package dev.exporter.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.dashboard.chart.HeightMap;
import dev.exporter.dashboard.view.jobs.JobView;
import dev.exporter.dashboard.view.jobs.OverviewView;
import dev.exporter.operations.jobs.Failure;
import dev.exporter.operations.jobs.JobDetail;
import dev.exporter.operations.jobs.Overview;
import dev.exporter.plan.tables.TableSummaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** Parts of pages, rendered from records without a server. */
class TemplateTests {
    private static final Path TEMPLATES = Path.of("src/main/resources/dev/exporter/templates");
    private static final String HOSTILE = "<script>alert('x')</script><img src=x onerror=alert(1)>\" onmouseover=\"x";
    private static final TableSummaries NO_TABLES = new TableSummaries(List.of(), List.of());

    private static String render(String template, String part, Object view) {
        ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver();
        resolver.setPrefix("dev/exporter/templates/");
        resolver.setSuffix(".html");
        SpringTemplateEngine engine = new SpringTemplateEngine();
        engine.setTemplateResolver(resolver);
        return engine.process(
                template,
                Set.of(part),
                new Context(Locale.ENGLISH, Map.of("view", view, "frame", Map.of("canOperate", true))));
    }

    private static JobView job(SampleJobs jobs, long id, JobDetail detail) {
        return JobView.of(detail, jobs.partitionMap(id), jobs.rates(id, 60), List.of(), SampleJobs.NOW);
    }

    @Test
    void whatUsersAndErrorsSayIsNeverMarkup() {
        SampleJobs jobs = new SampleJobs();
        JobDetail detail = jobs.job(SampleJobs.FAILED).orElseThrow();
        Failure failure = new Failure(
                HOSTILE,
                HOSTILE,
                HOSTILE,
                HOSTILE,
                Optional.of(HOSTILE),
                List.of(new Failure.Cause(HOSTILE, HOSTILE, List.of(HOSTILE))));
        JobDetail hostile = new JobDetail(
                detail.summary(),
                detail.attempts(),
                detail.stages(),
                Map.of(HOSTILE, HOSTILE),
                detail.plan(),
                Optional.of(failure),
                detail.offers());

        String html = render("job", "failure", job(jobs, SampleJobs.FAILED, hostile));

        assertThat(html)
                .contains("&lt;script&gt;alert(&#39;x&#39;)")
                .doesNotContain("<script", "<img", "\" onmouseover");
    }

    @Test
    void nothingIsPutIntoAPageUnescapedAndNothingIsInline() throws IOException {
        try (Stream<Path> templates = Files.list(TEMPLATES)) {
            for (Path template : templates.toList()) {
                assertThat(Files.readString(template))
                        .as("%s", template)
                        .doesNotContain("utext", "th:inline", "[[", "[(", "style=", "javascript:", "__$")
                        .doesNotContainPattern("<script(?![^>]*\\bsrc=)")
                        .doesNotContainPattern("\\son[a-z]+=\"(?!-)");
            }
        }
    }

    @Test
    void theOverviewShowsFailuresFirstWithTheirCauseAndWhatToPress() {
        SampleJobs jobs = new SampleJobs();
        OverviewView view = OverviewView.of(jobs.overview(), NO_TABLES, jobs::offers, SampleJobs.NOW);

        assertThat(view.verdict().text())
                .isEqualTo("1 job failed, 2 jobs wait to be resumed, 1 job running, done in about 1 h 01 min");
        assertThat(view.stuck())
                .extracting(one -> one.job().id())
                .containsExactly(SampleJobs.FAILED, SampleJobs.INTERRUPTED, SampleJobs.STOPPED);
        assertThat(render("overview", "stuck", view))
                .contains("12 MB are left", "Free some space, then resume the run", "No space left on device")
                .contains("hx-post=\"/jobs/206/actions/resume\"")
                .contains("hx-get=\"/jobs/206/actions/abandon\"");
    }

    /** A status that changes each second is read out each second. */
    @Test
    void whatAScreenReaderSaysOfTheOverviewDoesNotTellTheTime() {
        SampleJobs jobs = new SampleJobs();
        OverviewView view = OverviewView.of(jobs.overview(), NO_TABLES, jobs::offers, SampleJobs.NOW);

        assertThat(render("overview", "verdict", view))
                .contains("done in about")
                .doesNotContain("role=");
        assertThat(render("overview", "said", view))
                .contains("role=\"status\"", ">1 job failed, 2 jobs wait to be resumed, 1 job running<");
    }

    /** Fifty stops of the tab key lie before what is behind them. */
    @Test
    void ofTheLastOutcomesTheKeyboardStopsAtThoseThatFailedOnly() {
        SampleJobs jobs = new SampleJobs();
        OverviewView view = OverviewView.of(jobs.overview(), NO_TABLES, jobs::offers, SampleJobs.NOW);

        List<String> links = render("overview", "outcomes", view)
                .lines()
                .flatMap(line -> Pattern.compile("<a [^>]*>").matcher(line).results())
                .map(MatchResult::group)
                .toList();
        assertThat(links).hasSize(50);
        assertThat(links)
                .filteredOn(link -> !link.contains("tabindex=\"-1\""))
                .hasSize(2)
                .allMatch(link -> link.contains("failed") || link.contains("interrupted"));
    }

    @Test
    void whereNothingHasRunTheOverviewSaysSo() {
        Overview nothing = new Overview(List.of(), List.of(), List.of(), Map.of(), List.of(), SampleJobs.NOW);

        OverviewView view = OverviewView.of(nothing, NO_TABLES, id -> List.of(), SampleJobs.NOW);

        assertThat(view.verdict().text()).isEqualTo("No job has run here yet");
        assertThat(render("overview", "latest", view)).contains("Start the first one");
    }

    @Test
    void aPageOfTwoThousandPartitionsIsSmall() {
        SampleJobs jobs = new SampleJobs();
        JobView view =
                job(jobs, SampleJobs.RUNNING, jobs.job(SampleJobs.RUNNING).orElseThrow());

        assertThat(render("job", "map", view)).hasSizeLessThan(60_000);
        assertThat(view.map()).extracting(HeightMap::summary).isEqualTo("987 completed, 609 waiting, 4 running");
    }

    /** A part that has another name in its page than in its fragment would never be live. */
    @Test
    void everyLivePartHasItsFragmentsName() throws IOException {
        Pattern part = Pattern.compile("<[^>]*data-part=\"([a-z]+)\"[^>]*>");
        Set<String> found = new TreeSet<>();
        try (Stream<Path> templates = Files.list(TEMPLATES)) {
            for (Path template : templates.toList()) {
                Matcher parts = part.matcher(Files.readString(template));
                while (parts.find()) {
                    found.add(parts.group(1));
                    assertThat(parts.group()).contains("th:fragment=\"" + parts.group(1) + "\"");
                }
            }
        }
        assertThat(found).contains("map", "tiles", "timeline", "verdict", "running");
    }
}
