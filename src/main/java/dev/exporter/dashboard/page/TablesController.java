package dev.exporter.dashboard.page;

import dev.exporter.dashboard.view.tables.RowsView;
import dev.exporter.dashboard.view.tables.TableView;
import dev.exporter.dashboard.view.tables.TablesView;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import dev.exporter.plan.tables.RowsPage;
import dev.exporter.plan.tables.RowsRequest;
import dev.exporter.plan.tables.TableDetail;
import dev.exporter.web.access.Visitor;
import dev.exporter.web.problem.HttpProblem;
import dev.exporter.web.problem.HttpProblemException;
import dev.exporter.web.rows.RowReading;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Tables (views {@code tables} and {@code table}: {@code frame}, {@code view}) and their rows (view {@code rows}:
 * {@code frame}, {@code view}, {@code table}; only its part {@code grid} for htmx).
 */
@Controller
final class TablesController {
    private static final int MOST_PAGES = 1_000_000;

    private final Watched watched;
    private final RowReading reading;

    TablesController(Watched watched, RowReading reading) {
        this.watched = watched;
        this.reading = reading;
    }

    @GetMapping("/tables")
    ModelAndView list(HttpServletRequest request, Visitor visitor) {
        return new ModelAndView(
                "tables",
                Map.of(
                        "frame",
                        Frame.of("Tables", "tables", request, visitor),
                        "view",
                        TablesView.of(
                                watched.tables().summaries(), watched.clock().instant())));
    }

    @GetMapping("/tables/{name}")
    ModelAndView show(
            @PathVariable String name,
            @RequestParam(defaultValue = "rows") String tab,
            @RequestParam(defaultValue = "0") int page,
            HttpServletRequest request,
            Visitor visitor) {
        int number = Math.max(0, Math.min(MOST_PAGES, page));
        return new ModelAndView(
                "table",
                Map.of(
                        "frame",
                        Frame.of("Table " + name, "tables", request, visitor),
                        "view",
                        TableView.of(table(name), tab, number, watched.clock().instant())));
    }

    @GetMapping("/tables/{name}/rows")
    ModelAndView rows(
            @PathVariable String name,
            @RequestParam(defaultValue = "") String sort,
            @RequestParam(defaultValue = "asc") String dir,
            @RequestParam(defaultValue = "0") long offset,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean isPart,
            HttpServletRequest request,
            Visitor visitor) {
        TableDetail table = table(name);
        RowsRequest asked = new GridAddress(request).rows(name, sort, dir, offset);
        Answer answer = read(asked);
        ModelAndView page = new ModelAndView(
                isPart ? "rows :: grid" : "rows",
                Map.of(
                        "frame",
                        Frame.of("Rows of " + name, "tables", request, visitor),
                        "table",
                        name,
                        "view",
                        RowsView.of(table, asked, answer.page(), answer.problem())));
        page.setStatus(answer.status());
        return page;
    }

    private record Answer(Optional<RowsPage> page, Optional<Problem> problem, HttpStatusCode status) {}

    /** Whatever keeps rows from being shown is said above the grid, where what was asked for can be changed. */
    private Answer read(RowsRequest asked) {
        try {
            return new Answer(Optional.of(reading.read(asked)), Optional.empty(), HttpStatus.OK);
        } catch (HttpProblemException e) {
            Problem problem = new Problem(e.problem().code(), String.valueOf(e.getMessage()), "", "");
            return new Answer(
                    Optional.empty(),
                    Optional.of(problem),
                    HttpStatusCode.valueOf(e.problem().status()));
        } catch (ExporterException e) {
            return new Answer(
                    Optional.empty(),
                    Optional.of(e.problem()),
                    e.exitCode() == ExitCode.REFUSED
                            ? HttpStatus.OK // the form once more, with what is wrong with it
                            : HttpStatusCode.valueOf(HttpProblem.statusOf(e)));
        }
    }

    private TableDetail table(String name) {
        return watched.tables()
                .table(name)
                .orElseThrow(() -> HttpProblemException.missing("There is no table " + name));
    }
}
