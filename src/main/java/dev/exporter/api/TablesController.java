package dev.exporter.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exporter.api.json.TableJson;
import dev.exporter.operations.Tables;
import dev.exporter.plan.tables.RowsPage;
import dev.exporter.plan.tables.RowsRequest;
import dev.exporter.plan.tables.TableDetail;
import dev.exporter.web.problem.HttpProblem;
import dev.exporter.web.problem.HttpProblemException;
import dev.exporter.web.rows.RowReading;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** Tables, for reading. */
@Controller
@ResponseBody
@RequestMapping(path = "/api/v1/tables", produces = "application/json")
final class TablesController {
    private final Tables tables;
    private final RowReading reading;

    TablesController(Tables tables, RowReading reading) {
        this.tables = tables;
        this.reading = reading;
    }

    @GetMapping
    ObjectNode list() {
        return TableJson.summaries(tables.summaries());
    }

    @GetMapping("/{name}")
    ObjectNode table(@PathVariable String name) {
        return TableJson.detail(find(name));
    }

    @GetMapping("/{name}/snapshots")
    ObjectNode snapshots(
            @PathVariable String name,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = Asked.DEFAULT_LIMIT) int limit) {
        Asked.Part<TableDetail.Snapshot> part =
                Asked.Part.of(find(name).snapshots(), cursor, limit, snapshot -> Long.toString(snapshot.id()));
        return TableJson.snapshots(part.items(), part.next());
    }

    @GetMapping("/{name}/files")
    ObjectNode files(
            @PathVariable String name,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = Asked.DEFAULT_LIMIT) int limit) {
        List<TableDetail.DataFile> all = find(name).partitions().stream()
                .flatMap(partition -> partition.files().stream())
                .toList();
        Asked.Part<TableDetail.DataFile> part = Asked.Part.of(all, cursor, limit, TableDetail.DataFile::name);
        return TableJson.files(part.items(), part.next());
    }

    /** With any number of {@code filter=column,operator,value}, which Spring would cut at the commas. */
    @GetMapping("/{name}/rows")
    ObjectNode rows(
            @PathVariable String name,
            @RequestParam(defaultValue = "") String columns,
            @RequestParam(defaultValue = "") String sort,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = Asked.DEFAULT_LIMIT) int limit,
            HttpServletRequest request) {
        find(name);
        long offset = RowText.offset(cursor);
        RowsPage page = reading.read(new RowsRequest(
                name,
                Asked.words(columns),
                RowText.filters(request.getParameterValues("filter")),
                RowText.sort(sort),
                offset,
                Asked.limit(limit)));
        long next = offset + page.rows().size();
        return TableJson.rows(page, page.hasMore() ? Optional.of(Long.toString(next)) : Optional.empty());
    }

    private TableDetail find(String name) {
        return tables.table(name)
                .orElseThrow(() -> new HttpProblemException(HttpProblem.NOT_FOUND, "There is no table " + name));
    }
}
