package dev.exporter.verify.rule;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.SqlNames;
import dev.exporter.plan.TableSpec;
import dev.exporter.plan.Verification;
import dev.exporter.transform.file.FileSession;
import dev.exporter.transform.sql.Failure;
import dev.exporter.transform.sql.Sql;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks a dataset's rules of the tables of a partition. Immutable. */
public final class PartitionRules {
    private final Dataset dataset;
    private final Map<String, String> options;

    /** @param options the values of the dataset's options, as the tables were made with */
    public PartitionRules(Dataset dataset, Map<String, String> options) {
        this.dataset = dataset;
        this.options = Map.copyOf(options);
    }

    /**
     * What the rules found.
     *
     * @param gaps ranges of keys without a row in the table that has one for each key
     */
    public record Result(List<Breach> breaches, List<KeyRange> gaps) {
        public Result {
            breaches = List.copyOf(breaches);
            gaps = List.copyOf(gaps);
        }
    }

    /**
     * Asks all rules whose tables are there.
     *
     * @param files of each table that can be read
     * @param exported the ranges of keys that were exported
     */
    public Result ask(Map<TableSpec, List<Path>> files, List<KeyRange> exported, FileSession session) {
        PartitionTables.show(files, options, session);
        Set<String> there = files.keySet().stream().map(TableSpec::name).collect(Collectors.toSet());
        List<Breach> breaches = new ArrayList<>();
        for (Verification.Rule rule : dataset.verification().rules()) {
            boolean canBeAsked = dataset.tables().stream()
                    .allMatch(table -> there.contains(table.name()) || !SqlNames.mentions(rule.sql(), table.name()));
            if (canBeAsked) {
                Breach breach = ask(rule, session);
                if (breach.count() > 0) {
                    breaches.add(breach);
                }
            }
        }
        return new Result(breaches, gaps(there, exported, session));
    }

    private static Breach ask(Verification.Rule rule, FileSession session) {
        // The SQL stands on lines of its own, as its last one may be a comment.
        String query = "SELECT count(*), arg_min(example, key) FROM (\n" + rule.sql() + "\n)";
        try (Statement statement = session.connection().createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            String example = row.getString(2);
            return new Breach(rule, row.getLong(1), example == null ? "" : example);
        } catch (SQLException e) {
            throw Failure.of(e, "rule " + rule.name());
        }
    }

    private List<KeyRange> gaps(Set<String> there, List<KeyRange> exported, FileSession session) {
        Dataset.Identity identity = dataset.identity();
        if (identity == null || !there.contains(identity.table())) {
            return List.of();
        }
        String key = Sql.identifier(dataset.range().column());
        String query = "SELECT DISTINCT " + key + " FROM " + Sql.identifier(identity.table()) + " ORDER BY 1";
        Gaps gaps = new Gaps(exported);
        try (Statement statement = session.connection().createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                gaps.next(rows.getLong(1));
            }
        } catch (SQLException e) {
            throw Failure.of(e, "the keys of table " + identity.table());
        }
        return gaps.all();
    }
}
