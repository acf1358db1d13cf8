package dev.exporter.verify;

import dev.exporter.plan.ContentHash;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Partitioning;
import dev.exporter.plan.TableSpec;
import dev.exporter.plan.Verification;
import dev.exporter.plan.verification.Depth;
import dev.exporter.plan.verification.Finding;
import dev.exporter.plan.verification.VerifyListener;
import dev.exporter.plan.verification.VerifyReport;
import dev.exporter.plan.verification.VerifyRequest;
import dev.exporter.transform.EngineLoading;
import dev.exporter.transform.file.FileEngine;
import dev.exporter.transform.file.FileSession;
import dev.exporter.verify.file.FilesReading;
import dev.exporter.verify.file.PartitionFiles;
import dev.exporter.verify.origin.Origin;
import dev.exporter.verify.rule.UniqueCheck;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Verifies tables. Writes nothing and takes no lock; what is committed meanwhile is not seen. Thread-safe. */
public final class Verifier {
    private final Clock clock;

    public Verifier(Clock clock) {
        this.clock = clock;
    }

    /**
     * Verifies the tables of a dataset.
     *
     * @throws dev.exporter.plan.ExporterException refused, if there is nothing to verify or the source cannot be opened;
     *     failed, if the metadata cannot be read or memory does not suffice
     */
    public VerifyReport verify(Dataset dataset, VerifyRequest request, VerifyListener listener) {
        Instant start = clock.instant();
        try (EngineLoading engine = EngineLoading.begin()) {
            return verify(dataset, request, listener, start, engine);
        }
    }

    private VerifyReport verify(
            Dataset dataset, VerifyRequest request, VerifyListener listener, Instant start, EngineLoading loading) {
        Subject subject = Subject.of(dataset, request);
        Optional<Origin> origin = request.depth().readsSource()
                ? Optional.of(Origin.open(
                        dataset,
                        subject.options(),
                        request.databases(),
                        request.limits().busyTimeout()))
                : Optional.empty();
        Findings findings = new Findings();
        findings.differ(subject.differences());
        subject.information().forEach(findings::inform);
        loading.await();
        try (FileEngine engine = FileEngine.open(
                files(subject),
                request.limits().memoryBytes(),
                Runtime.getRuntime().availableProcessors())) {
            new Pass(subject, request, engine, origin, findings, listener).run();
        } finally {
            origin.ifPresent(Origin::close);
        }
        return new VerifyReport(
                dataset.name(),
                request.depth(),
                subject.scope(),
                subject.exported(),
                Optional.of(subject.range()),
                subject.tables().stream().map(table -> table(table, subject)).toList(),
                findings.differences(),
                findings.information(),
                Duration.between(start, clock.instant()));
    }

    private static Set<Path> files(Subject subject) {
        return subject.partitions().stream()
                .flatMap(partition -> partition.tables().stream())
                .flatMap(table -> table.files().stream())
                .map(file -> file.path())
                .collect(Collectors.toSet());
    }

    private static VerifyReport.Table table(TableSpec table, Subject subject) {
        List<PartitionFiles> partitions = subject.partitions().stream()
                .flatMap(partition -> partition.tables().stream())
                .filter(files -> files.table().name().equals(table.name()))
                .filter(files -> !files.files().isEmpty())
                .toList();
        return new VerifyReport.Table(
                table.name(),
                partitions.size(),
                partitions.stream().mapToLong(PartitionFiles::rows).sum(),
                partitions.stream().mapToInt(files -> files.files().size()).sum(),
                partitions.stream().mapToLong(PartitionFiles::bytes).sum());
    }

    /** One pass over everything. For one use. */
    private static final class Pass {
        private final Subject subject;
        private final VerifyRequest request;
        private final Findings findings;
        private final VerifyListener listener;
        private final PartitionReader reader;
        private final Verdicts verdicts;
        /** Of each table, the files that can be read, and their rows. */
        private final Map<String, List<Path>> readable = new HashMap<>();

        private final Map<String, Long> rows = new HashMap<>();

        private Pass(
                Subject subject,
                VerifyRequest request,
                FileEngine engine,
                Optional<Origin> origin,
                Findings findings,
                VerifyListener listener) {
            this.subject = subject;
            this.request = request;
            this.findings = findings;
            this.listener = listener;
            this.reader = new PartitionReader(subject, request.depth(), engine, origin, listener);
            this.verdicts = new Verdicts(request.depth(), reader, findings);
        }

        private void run() {
            long sides = request.depth() == Depth.FULL ? 2 : 1;
            listener.begun(subject.range(), subject.partitions().size(), subject.rows() * sides);
            try (Workers workers = new Workers(request.limits().parallelism())) {
                readPartitions(workers);
            }
            Partitioning partitioning = partitioning();
            verdicts.judgeEmpty(subject.empty(), subject.tables(), partitioning, identityTable());
            verdicts.tellGaps(identityTable(), subject.dataset().range().unit());
            if (request.depth().readsRows()) {
                findRepeated(partitioning);
            }
        }

        /** The source of later partitions is read while the files of earlier ones are: it takes longer. */
        private void readPartitions(Workers workers) {
            List<LivePartition> partitions = subject.partitions();
            int ahead = request.limits().parallelism();
            List<Future<Map<String, ContentHash>>> sources = new ArrayList<>();
            List<Future<PartitionReading>> files = new ArrayList<>();
            for (int i = 0; i < partitions.size() + ahead; i++) {
                if (i < partitions.size()) {
                    LivePartition partition = partitions.get(i);
                    sources.add(workers.submit(() -> reader.source(partition)));
                }
                if (i >= ahead) {
                    LivePartition partition = partitions.get(i - ahead);
                    files.add(workers.submit(() -> reader.files(partition)));
                }
            }
            for (int i = 0; i < partitions.size(); i++) {
                PartitionReading reading = Workers.result(files.get(i));
                verdicts.judge(partitions.get(i), reading, Workers.result(sources.get(i)), identityTable());
                keep(reading);
                listener.partitionDone(partitions.get(i).bounds());
            }
        }

        private void keep(PartitionReading reading) {
            for (FilesReading files : reading.files()) {
                if (files.isWhole()) {
                    readable.computeIfAbsent(files.table().name(), key -> new ArrayList<>())
                            .addAll(files.paths());
                    rows.merge(files.table().name(), files.rows(), Long::sum);
                }
            }
        }

        private void findRepeated(Partitioning partitioning) {
            listener.stage("unique");
            try (FileSession session = reader.session()) {
                UniqueCheck check = new UniqueCheck(request.limits().memoryBytes());
                for (Verification.Unique unique :
                        subject.dataset().verification().unique()) {
                    List<Path> files = readable.getOrDefault(unique.table(), List.of());
                    Optional<TableSpec> table = subject.tables().stream()
                            .filter(spec -> spec.name().equals(unique.table()))
                            .findFirst();
                    if (table.isPresent() && !files.isEmpty()) {
                        String key = subject.dataset().range().column();
                        tell(
                                unique,
                                check.find(
                                        unique,
                                        table.get(),
                                        key,
                                        files,
                                        rows.getOrDefault(unique.table(), 0L),
                                        session),
                                partitioning);
                    }
                }
            }
        }

        private void tell(Verification.Unique unique, UniqueCheck.Result result, Partitioning partitioning) {
            for (UniqueCheck.Repeated repeated : result.examples()) {
                for (KeyRange partition : repeated.keys().stream()
                        .map(partitioning::partitionOf)
                        .distinct()
                        .toList()) {
                    findings.differ(Finding.of(
                            "repeated-" + String.join("-", unique.columns()).replace('_', '-'),
                            unique.table(),
                            partition,
                            repeated.times() + " rows have the same " + repeated.text() + ", at "
                                    + subject.dataset().range().column() + " "
                                    + repeated.keys().stream()
                                            .map(String::valueOf)
                                            .collect(Collectors.joining(" and "))
                                    + (result.values() > result.examples().size()
                                            ? "; so there are of " + result.values() + " values"
                                            : "")));
                }
            }
        }

        private Partitioning partitioning() {
            return new Partitioning.Truncate(subject.partitionSize());
        }

        private String identityTable() {
            Dataset.Identity identity = subject.dataset().identity();
            return identity == null ? "" : identity.table();
        }
    }
}
