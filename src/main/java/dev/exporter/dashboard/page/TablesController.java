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
import dev.exporter.web.problem.HttpProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private static final int ROWS = 50;
    private static final long MEMORY_BYTES = 512L << 20;
    private static final int MOST_PAGES = 1_000_000;

    private final Watched watched;

    TablesController(Watched watched) {
        this.watched = watched;
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
            @RequestParam(required = false) List<String> column,
            @RequestParam(required = false) List<String> on,
            @RequestParam(required = false) List<String> is,
            @RequestParam(required = false) List<String> value,
            @RequestParam(defaultValue = "") String sort,
            @RequestParam(defaultValue = "asc") String dir,
            @RequestParam(defaultValue = "0") long offset,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean isPart,
            HttpServletRequest request,
            Visitor visitor) {
        TableDetail table = table(name);
        RowsRequest asked = new RowsRequest(
                name,
                column == null ? List.of() : column,
                filters(on, is, value),
                sort.isEmpty() ? Optional.empty() : Optional.of(new RowsRequest.Sort(sort, dir.equals("desc"))),
                Math.max(0, offset),
                ROWS);
        Optional<RowsPage> page = Optional.empty();
        Optional<Problem> problem = Optional.empty();
        try {
            page = Optional.of(watched.tables().rows(asked, MEMORY_BYTES));
        } catch (ExporterException e) {
            if (e.exitCode() != ExitCode.REFUSED) {
                throw e;
            }
            problem = Optional.of(e.problem());
        }
        return new ModelAndView(
                isPart ? "rows :: grid" : "rows",
                Map.of(
                        "frame",
                        Frame.of("Rows of " + name, "tables", request, visitor),
                        "table",
                        name,
                        "view",
                        RowsView.of(table, asked, page, problem)));
    }

    /** Lines of which no column was chosen say nothing. */
    private static List<RowsRequest.Filter> filters(List<String> columns, List<String> operators, List<String> values) {
        List<RowsRequest.Filter> filters = new ArrayList<>();
        int lines = columns == null || operators == null || values == null
                ? 0
                : Math.min(columns.size(), Math.min(operators.size(), values.size()));
        for (int i = 0; i < lines; i++) {
            if (!columns.get(i).isEmpty()) {
                RowsRequest.Operator operator = RowsRequest.Operator.of(operators.get(i))
                        .orElseThrow(() -> HttpProblemException.missing("There is no such operator"));
                filters.add(new RowsRequest.Filter(columns.get(i), operator, values.get(i)));
            }
        }
        return filters;
    }

    private TableDetail table(String name) {
        return watched.tables()
                .table(name)
                .orElseThrow(() -> HttpProblemException.missing("There is no table " + name));
    }
}
