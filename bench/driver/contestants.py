"""Who takes part: each is a whole process that exports a range of heights into a folder of its own."""

import dataclasses
import json
import shutil

import places
import processes


@dataclasses.dataclass(frozen=True)
class Ours:
    """The exporter through its launcher, with shipped defaults but for the given options."""

    name: str
    title: str
    options: tuple = ()
    java_options: str = ""

    def export(self, gateway, folder, heights=None):
        fresh(folder)
        first, last = heights or (gateway.first, "latest")
        command = [places.EXPORTER, "export", "--startHeight", first, "--endHeight", last]
        command += ["--includeL1Transactions", "--includeL1Tags", "--json"]
        command += ["--coreDb", gateway.core, "--bundlesDb", gateway.bundles]
        command += ["--stagingDir", folder / "staging", "--warehouseDir", folder / "warehouse", *self.options]
        environment = {"EXPORTER_JAVA_OPTS": self.java_options} if self.java_options else {}
        return processes.measure(command, folder / "log", environment)

    @staticmethod
    def tables(folder):
        return folder / "warehouse"

    @staticmethod
    def rows(run):
        return sum(table["rows"] for table in json.loads(run.output)["tables"])


@dataclasses.dataclass(frozen=True)
class ClickHouse:
    """ClickHouse, embedded in Node; see clickhouse/export.mjs for its form and way."""

    name: str
    title: str
    form: str
    way: str

    def export(self, gateway, folder, heights=None):
        fresh(folder)
        tables = self.tables(folder)
        tables.mkdir()
        command = ["node", places.BENCH / "clickhouse" / "export.mjs", gateway.core, gateway.bundles, tables]
        return processes.measure([*command, self.form, self.way, *(heights or ())], folder / "log")

    @staticmethod
    def tables(folder):
        return folder / "tables"


OURS = Ours("ours", "exporter")
ONE_AT_A_TIME = Ours("one-at-a-time", "exporter `--parallelism 1`", ("--parallelism", "1"))
CLICKHOUSE = ClickHouse("clickhouse", "ClickHouse, zstd level and row groups as ours", "ours", "scan")
CLICKHOUSE_OWN = ClickHouse("clickhouse-own", "ClickHouse, its own level and row groups", "own", "scan")
# for few heights: SQLite joins them by its indexes, which ClickHouse cannot do by itself
CLICKHOUSE_INDEX = ClickHouse("clickhouse-index", "ClickHouse, joins left to SQLite", "ours", "index")


SMALL = "small"


def small(limit, heap):
    title = f"exporter `--memoryLimit {limit}`, `-Xmx{heap}`"
    return Ours(SMALL, title, ("--memoryLimit", limit), f"-Xmx{heap}")


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
