"""The parts of the measurement. Each gives Markdown."""

import contestants
import floor
import jvm
import page
import places
import processes
import stages
from contestants import CLICKHOUSE, CLICKHOUSE_OWN, CLICKHOUSE_INDEX, OURS
from gateway import say
from rounds import Rounds

LOOK_UPS = 1000
COLUMNS_TO_LOOK_UP = ("transactions.id", "tags.id", "transactions.owner_address")
BLOCKS_OF_START = 10


def export_task(gateway, contestant, heights=None):
    def task(folder):
        gateway.warm()
        return contestant.export(gateway, folder, heights)

    return task


def compare(folder, peer):
    """The rows of the peer and ours are the same, or this fails."""
    lines = jvm.run("Compare", OURS.tables(folder / OURS.name), peer.tables(folder / peer.name)).splitlines()
    for line in lines:
        say("same rows: " + line)
    return lines


def wide(gateway, who, pairs):
    rounds = Rounds("wide", pairs)
    told = []
    own_stages = []
    peers = [one for one in who if isinstance(one, contestants.ClickHouse)]

    def after_each(name, run):
        if name == OURS.name:
            own_stages.append(stages.of(rounds.folder / name, run))

    def after_round():
        for peer in peers:
            told[:] = compare(rounds.folder, peer)

    rounds.run({one.name: export_task(gateway, one) for one in who}, after_each, after_round)
    count = rows_of_ours(rounds, who)
    text = [
        f"### All of it: {count:,} rows, {gateway.heights():,} heights",
        rounds.table({one.name: one.title for one in who}, {one.name: count for one in who}),
        rounds.circumstances(),
    ]
    if told:
        text.append("The same rows on both sides, each file in order: " + "; ".join(told) + ".")
    if floor.Floor().name in rounds.runs:
        text.append(floor_table(rounds.runs[floor.Floor().name]))
    text.append("Stages of the exporter, seconds:\n\n" + spread(own_stages))
    return "\n\n".join(text)


def rows_of_ours(rounds, who):
    """How many rows each of our runs has exported: the same in all, or this fails."""
    ours = [one.name for one in who if isinstance(one, contestants.Ours)]
    counts = {OURS.rows(run) for name in ours for run in rounds.runs.get(name, [])}
    if len(counts) != 1:
        raise processes.Failed(f"runs of the exporter differ in their number of rows: {sorted(counts)}")
    return counts.pop()


def floor_table(runs):
    return "Parts of the floor, seconds; reading is on one thread and counts by the number of processors:\n\n" + spread(
        [run.parts for run in runs]
    )


def spread(measured):
    """:param measured: figures by name, one dictionary a run"""
    names = list(dict.fromkeys(name for one in measured for name in one))
    rows = [[name, *page.seconds([one[name] for one in measured if name in one])] for name in names]
    return page.table(["", "min", "median", "max"], rows)


def help_task(folder):
    contestants.fresh(folder)
    return processes.measure([places.EXPORTER, "--help"], folder / "log")


def narrow(gateway, pairs):
    heights = gateway.middle(max(1, gateway.heights() // 100))
    rounds = Rounds("narrow", pairs)
    tasks = {
        OURS.name: export_task(gateway, OURS, heights),
        CLICKHOUSE_INDEX.name: export_task(gateway, CLICKHOUSE_INDEX, heights),
        CLICKHOUSE.name: export_task(gateway, CLICKHOUSE, heights),
        "start": export_task(gateway, OURS, gateway.middle(BLOCKS_OF_START)),
        "help": help_task,
    }
    told = []

    def after_round():
        for peer in (CLICKHOUSE, CLICKHOUSE_INDEX):
            told[:] = compare(rounds.folder, peer)

    rounds.run(tasks, after_round=after_round)
    count = OURS.rows(rounds.runs[OURS.name][0])
    titles = {
        OURS.name: f"exporter, 1 % of the heights: {heights[1] - heights[0] + 1}",
        CLICKHOUSE_INDEX.name: "ClickHouse, joins left to SQLite's indexes",
        CLICKHOUSE.name: "ClickHouse, joins of its own",
        "start": f"exporter, {BLOCKS_OF_START} heights",
        "help": "exporter `--help`",
    }
    more = rounds.median(OURS.name) - rounds.median("start")
    return "\n\n".join(
        [
            f"### One in a hundred heights ({count:,} rows), and start-up",
            rounds.table(titles, dict.fromkeys((OURS.name, CLICKHOUSE.name, CLICKHOUSE_INDEX.name), count)),
            rounds.circumstances() + f" Narrow minus start-up: {more:.2f} s.",
            "The same rows on both sides, each file in order: " + "; ".join(told) + ".",
        ]
    )


def verify_task(gateway, folder_of_ours):
    """Of what the exporter's last round has written."""

    def task(folder):
        contestants.fresh(folder)
        gateway.warm()
        command = [places.EXPORTER, "verify", "--coreDb", gateway.core, "--bundlesDb", gateway.bundles]
        return processes.measure([*command, "--warehouseDir", OURS.tables(folder_of_ours)], folder / "log")

    return task


def verify(gateway, pairs):
    rounds = Rounds("verify", pairs)
    rounds.run({OURS.name: export_task(gateway, OURS), "verify": verify_task(gateway, rounds.folder / OURS.name)})
    count = OURS.rows(rounds.runs[OURS.name][0])
    titles = {OURS.name: "exporter, all of it", "verify": "exporter `verify`: rows, files, metadata and rules"}
    ratio = rounds.median("verify") / rounds.median(OURS.name)
    return "\n\n".join(
        [
            f"### Verification of {count:,} rows",
            rounds.table(titles, dict.fromkeys(titles, count)),
            rounds.circumstances() + f" Verification takes {ratio:.2f} of the export's time.",
        ]
    )


def tables_of(gateway, contestant):
    """The tables of an export of all of it: those of the wide part, or made now."""
    folder = places.OUT / "wide" / contestant.name
    if not contestant.tables(folder).exists():
        contestant.export(gateway, folder)
    return contestant.tables(folder)


def sizes(gateway):
    files = {}
    for contestant in (OURS, CLICKHOUSE, CLICKHOUSE_OWN):
        folder = tables_of(gateway, contestant)
        for table in places.TABLES:
            below = folder / table / "data" if contestant is OURS else folder / f"{table}.parquet"
            found = places.data_files(below) if below.is_dir() else [below]
            files.setdefault(table, []).append(places.size_of(found))
    files["all"] = [sum(column) for column in zip(*files.values())]
    rows = []
    for table, (ours, *others) in files.items():
        ratios = [f"{ours / other:.3f}" for other in others]
        rows.append([table, *(page.megabytes(size) for size in (ours, *others)), *ratios])
    head = ["Parquet files, MB", "exporter", "ClickHouse, our form", "ClickHouse, its own"]
    head += ["exporter / our form", "exporter / its own"]
    text = "ClickHouse writes one file a table, without bloom filters: with our level of zstd and size of row groups, and with"
    text += " its own, level 3 and 1,000,000 rows."
    return "\n\n".join(["### Sizes", page.table(head, rows), text])


def look_ups(gateway):
    warehouse = tables_of(gateway, OURS)
    lines = jvm.run("LookUps", warehouse, LOOK_UPS, *COLUMNS_TO_LOOK_UP).splitlines()
    rows = []
    for line in lines:
        column, groups, *means = line.split()
        rows.append([column, groups, *(f"{float(mean):.2f}" for mean in means)])
    head = ["row groups left, mean", "in all", "that hold it", "present, DuckDB", "absent, DuckDB"]
    head += ["present, Iceberg", "absent, Iceberg"]
    text = f"{LOOK_UPS:,} random values, half of them absent; left are row groups that neither the footer's statistics"
    text += " nor a bloom filter excludes, by DuckDB's `parquet_bloom_probe` and Iceberg's `ParquetBloomRowGroupFilter`."
    return "\n\n".join(["### Point look-ups", page.table(head, rows), text])
