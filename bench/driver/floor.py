"""The floor: what reading the source and writing the tables cost at least, with nothing in between."""

import dataclasses
import os
import shutil

import contestants
import jvm
import places
import processes

COMPILER_AND_SQLITE = "the floor is left out: it needs gcc and SQLite's headers (libsqlite3-dev)"


@dataclasses.dataclass(frozen=True)
class Floor:
    """Takes its rows from the tables that the exporter has written."""

    name: str = "floor"
    title: str = "floor"

    def export(self, gateway, folder, heights=None):
        if heights:
            raise ValueError("the floor is that of the whole gateway")
        contestants.fresh(folder)
        scans = self._scans(gateway)
        written = folder / "tables"
        written.mkdir()
        warehouse = contestants.OURS.tables(folder.parent / contestants.OURS.name)
        os.sync()
        lines = jvm.run("FloorCopy", warehouse, written).splitlines()
        copies = {line.split()[0]: float(line.split()[1]) for line in lines}
        seconds = sum(scans.values()) / os.cpu_count() + sum(copies.values())
        parts = {f"read {table}": value for table, value in scans.items()}
        parts.update({f"write {table}": value for table, value in copies.items()})
        return FloorRun(seconds, parts)

    def _scans(self, gateway):
        """Seconds on one thread by source table. The first scan warms; the better of two counts."""
        seconds = {}
        for line in jvm.run("SourceColumns").splitlines():
            database, table, *columns = line.split()
            file = gateway.core if database == "core" else gateway.bundles
            runs = [processes.text_of([program(), file, table, *columns]) for _ in range(2)]
            seconds[f"{database}.{table}"] = min(float(run.split()[2]) for run in runs)
        return seconds


@dataclasses.dataclass(frozen=True)
class FloorRun:
    seconds: float
    parts: dict


def program():
    return places.OUT / "scan"


def compile_program():
    """Whether there is a program that scans."""
    if shutil.which("gcc") is None:
        return False
    source = places.BENCH / "floor" / "scan.c"
    try:
        processes.text_of(["gcc", "-O2", "-Wall", "-o", program(), source, "-lsqlite3"])
    except processes.Failed:
        return False
    return True
