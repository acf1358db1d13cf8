package dev.exporter.run.holder;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Problem;
import dev.exporter.plan.RunId;
import dev.exporter.run.holder.HolderFolder.LocksUnsupportedException;
import dev.exporter.warehouse.disk.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Who holds which ranges of one warehouse. A range is held by a lock of the operating system; on a file system without
 * locks by a lease. Ranges are compared and taken under one short lock; without locks, each writes its lease first and
 * looks at the others' then, so that of two at once at least one gives way. Thread-safe, also across processes.
 */
public final class Holders {
    private static final String WAIT = "Wait until it has ended, or stop it";
    /** No partition has these keys: the lowest one is reserved for this. */
    private static final KeyRange UPKEEP = new KeyRange(Long.MIN_VALUE, Long.MIN_VALUE);

    private final HolderFolder folder;
    private final Leases leases;
    private final LeaseTimes times;
    private final Machine machine = Machine.current();

    Holders(Path warehouse, Locking locking, LeaseTimes times) {
        this.folder = new HolderFolder(warehouse.resolve(".exporter").resolve("locks"), locking);
        this.times = times;
        this.leases = new Leases(folder, times);
    }

    /** The holders of a warehouse, which need not exist. Nothing is read yet. */
    public static Holders of(Path warehouse) {
        return new Holders(warehouse.toAbsolutePath().normalize(), Locking.SYSTEM, LeaseTimes.STANDARD);
    }

    /**
     * The holders of the warehouse that tables lie in, in a namespace or not; empty where none has ever been held there.
     *
     * @param tables the warehouse, or a folder in it
     */
    public static Optional<Holders> above(Path tables) {
        for (Path folder = tables.toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Holders holders = of(folder);
            if (holders.folder.exists()) {
                return Optional.of(holders);
            }
        }
        return Optional.empty();
    }

    /**
     * Takes a range for a run. What a dead process has left is taken over.
     *
     * @throws ExporterException with exit code 4, if another run holds an overlapping range; failed, if the warehouse
     *     cannot be written
     */
    public RangeHold take(KeyRange aligned, RunId run) {
        return calling(() -> {
            DurableFiles.createFolders(folder.path());
            try {
                return folder.underGlobalLock(() -> lock(aligned, run));
            } catch (LocksUnsupportedException e) {
                return lease(aligned, run);
            }
        });
    }

    /**
     * Refuses a range that another run holds, and takes nothing.
     *
     * @throws ExporterException with exit code 4, if one holds an overlapping range
     */
    public void requireFree(KeyRange aligned) {
        calling(() -> {
            refuse(aligned, living(aligned::overlaps));
            return aligned;
        });
    }

    /**
     * Does something short that no other process does at the same time; nobody takes a range meanwhile. Where the file
     * system has no locks, it is done at once.
     *
     * @param work must not ask for holders
     */
    public <T> T exclusively(Supplier<T> work) {
        return calling(() -> {
            DurableFiles.createFolders(folder.path());
            try {
                return folder.underGlobalLock(work::get);
            } catch (LocksUnsupportedException e) {
                return work.get();
            }
        });
    }

    /** The machine's name, as notes have it. */
    public String host() {
        return machine.host();
    }

    /** The runs that hold ranges now, by their ids. */
    public List<RunId> runs() {
        return calling(() -> living(range -> true)).stream()
                .map(Note::run)
                .filter(run -> run.matches("[0-9a-z]{26}"))
                .map(RunId::new)
                .toList();
    }

    /**
     * Takes the upkeep of the warehouse, which one process at a time can have. Ranges stay free.
     *
     * @throws ExporterException with exit code 4, if another has it
     */
    public RangeHold takeUpkeep(RunId run) {
        try {
            return take(UPKEEP, run);
        } catch (ExporterException e) {
            if (e.exitCode() != ExitCode.HELD) {
                throw e;
            }
            Problem problem = new Problem(
                    "upkeep-held",
                    "another process is maintaining this warehouse",
                    folder.path().toString(),
                    WAIT);
            throw new ExporterException(ExitCode.HELD, problem, e);
        }
    }

    /** Whether any range is held now by another run than this one. */
    public boolean isAnyHeldBeside(RunId run) {
        return calling(() -> living(range -> true)).stream()
                .anyMatch(note -> !note.run().equals(run.text()));
    }

    /** Whether any range is held now. */
    public boolean isAnyHeld() {
        return !calling(() -> living(range -> true)).isEmpty();
    }

    private RangeHold lock(KeyRange aligned, RunId run) throws IOException {
        refuse(aligned, livingLocks(aligned::overlaps));
        refuse(aligned, livingLeases(aligned::overlaps, Optional.empty()));
        Path path = folder.lockFile(aligned);
        LockFile file = LockFile.tryLock(path, folder.locking())
                .orElseThrow(() -> new IOException("locked in the meantime: " + path));
        try {
            Note note = Note.of(aligned, run.text(), machine);
            note.write(folder.lockNote(aligned));
            return new LockHold(folder, path, aligned, file.noted(note));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private RangeHold lease(KeyRange aligned, RunId run) throws IOException {
        Path file = folder.lease(aligned, run.text());
        byte[] note = Note.of(aligned, run.text(), machine).bytes();
        refuse(aligned, livingLeases(aligned::overlaps, Optional.empty()));
        DurableFiles.write(file, note);
        LeaseHold hold = new LeaseHold(file, aligned, note, times);
        try {
            DurableFiles.flushFolder(folder.path());
            refuse(aligned, livingLeases(aligned::overlaps, Optional.of(file)));
            refuse(aligned, notedLocks(aligned::overlaps));
            return hold;
        } catch (IOException | RuntimeException e) {
            hold.close();
            throw e;
        }
    }

    private List<Note> living(Predicate<KeyRange> which) throws IOException {
        if (!folder.exists()) {
            return List.of();
        }
        List<Note> living = new ArrayList<>();
        try {
            living.addAll(folder.underGlobalLock(() -> livingLocks(which)));
        } catch (LocksUnsupportedException e) {
            living.addAll(notedLocks(which));
        }
        living.addAll(livingLeases(which, Optional.empty()));
        return living;
    }

    /** The notes of locks that are held; files of others are removed. Under the global lock. */
    private List<Note> livingLocks(Predicate<KeyRange> which) throws IOException {
        List<Note> living = new ArrayList<>();
        for (KeyRange range : folder.lockRanges()) {
            if (which.test(range)) {
                livingLock(range).ifPresent(living::add);
            }
        }
        return living;
    }

    private Optional<Note> livingLock(KeyRange range) throws IOException {
        Path path = folder.lockFile(range);
        Optional<Note> own = LockFile.ownNote(path);
        if (own.isPresent()) {
            return own;
        }
        Optional<LockFile> free = LockFile.tryLock(path, folder.locking());
        if (free.isEmpty()) {
            // Not between its lock and its note: both are made under the global lock.
            return Note.read(folder.lockNote(range)).or(() -> Optional.of(Note.unknown(range, Instant.EPOCH)));
        }
        try (LockFile ignored = free.get()) {
            folder.remove(range);
        }
        return Optional.empty();
    }

    /** Where locks do not work here, they may on the machine that took them. */
    private List<Note> notedLocks(Predicate<KeyRange> which) throws IOException {
        List<Note> living = new ArrayList<>();
        for (Path file : folder.lockNotes()) {
            if (which.test(HolderFolder.rangeOf(file))) {
                Note.read(file).filter(note -> !machine.knowsDead(note)).ifPresent(living::add);
            }
        }
        return living;
    }

    private List<Note> livingLeases(Predicate<KeyRange> which, Optional<Path> own) throws IOException {
        List<Path> files = folder.leases().stream()
                .filter(file -> which.test(HolderFolder.rangeOf(file)))
                .filter(file -> !own.equals(Optional.of(file)))
                .toList();
        if (files.isEmpty()) {
            return List.of();
        }
        FileTime now = leases.now();
        List<Note> living = new ArrayList<>();
        for (Path file : files) {
            leases.living(file, now).ifPresent(living::add);
        }
        return living;
    }

    private void refuse(KeyRange asked, List<Note> living) {
        if (!living.isEmpty()) {
            Note holder = living.get(0);
            String remedy = holder.host().equals(machine.host())
                    ? WAIT
                    : WAIT + "; if that machine is gone for good, remove the holder's files there";
            throw RangeHold.held(asked, holder.sentence(), folder.path(), remedy);
        }
    }

    private <T> T calling(HolderFolder.Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw ExporterException.failed(
                    "lock-failed",
                    "the range cannot be locked: " + e.getMessage(),
                    folder.path().toString(),
                    Files.isWritable(folder.path())
                            ? "Check the disk of the warehouse"
                            : "Check that the warehouse is writable",
                    e);
        }
    }
}
