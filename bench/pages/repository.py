"""What is looked at: tables, and a job repository with a long history."""

import dataclasses
import pathlib
import subprocess

import jvm
import places
import processes

SOURCES = places.PROJECT / "src" / "test" / "java" / "dev" / "exporter" / "operations"
FIRST = 1_600_000


@dataclasses.dataclass(frozen=True)
class Made:
    """A repository with past runs alone, which exports add to, and one in which a run is under way besides."""

    work: pathlib.Path
    partitions: int
    source: list
    warehouse: pathlib.Path
    staging: pathlib.Path
    past: pathlib.Path
    classes: str


def make(work, partitions, past, say):
    say(f"a gateway of {partitions} heights, and an export of it: one partition for each height")
    processes.text_of([places.EXPORTER, "demo", "--dir", work / "demo", "--blocks", partitions,
                       "--transactions", partitions * 10, "--firstHeight", FIRST])
    gateway = work / "demo" / "gateway"
    source = ["--startHeight", FIRST, "--endHeight", FIRST + partitions - 1, "--heightPartitionSize", 1,
              "--readBy", "index", "--coreDb", gateway / "core.db", "--bundlesDb", gateway / "bundles.db"]
    warehouse, staging = work / "warehouse", work / "staging"
    processes.text_of([places.EXPORTER, "export", *source, "--stagingDir", staging, "--warehouseDir", warehouse])
    classes = compiled(work)
    past_file = work / "past.db"
    say(f"a job repository of {past} past runs; and one of {partitions} partitions that is under way")
    processes.text_of([*java(classes), "past", work / "past", warehouse, past])
    (work / "past" / "jobs.db").rename(past_file)
    processes.text_of([*java(classes), "past", staging, warehouse, past])
    return Made(work, partitions, source, warehouse, staging, past_file, classes)


def compiled(work):
    """The tests' class that fills repositories, compiled against the exporter's jar."""
    libraries = f"{jvm.unpacked()}/classes:{jvm.unpacked()}/lib/*"
    sources = [SOURCES / "FilledRepository.java", SOURCES / "FillRepository.java"]
    processes.text_of(["javac", "-nowarn", "-proc:none", "-d", work / "classes", "-cp", libraries, *sources])
    return f"{work / 'classes'}:{libraries}"


def java(classes):
    return ["java", "-XX:+UseSerialGC", "-cp", classes, "dev.exporter.operations.FillRepository"]


class Running:
    """A process that holds the range of a run, so that it is under way, until this ends."""

    def __init__(self, made):
        command = [*java(made.classes), "running", made.staging, made.warehouse, made.partitions]
        self._process = subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         text=True)

    def __enter__(self):
        if self._process.stdout.readline().strip() != "under way":
            raise processes.Failed("no run is under way; what was said stands above")
        return self

    def __exit__(self, *ignored):
        self._process.stdin.close()
        self._process.wait(30)
