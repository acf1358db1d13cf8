"""A made gateway of about so many rows, kept from one run to the next."""

import json
import shutil
import sqlite3
import sys

import places
import processes

FIRST = 1_600_000
# of the demo's gateways, measured: 4,631 blocks and 935,000 transactions have 5,067,013 rows in the three tables
BLOCKS_PER_ROW = 4_631 / 5_000_000
TRANSACTIONS_PER_ROW = 187_000 / 1_000_000
# the databases of 5 million rows take 1.9 GB; making them exports them once
BYTES_PER_ROW = 500
# six times the tables, at 50 bytes a row, and what is spilled
OUTPUT_BYTES_PER_ROW = 600


class Gateway:
    """Two databases, the heights that an export of all of it covers, and the size of its tables."""

    def __init__(self, folder):
        self.core = folder / "core.db"
        self.bundles = folder / "bundles.db"
        self.first = FIRST
        self.last = self._last_height()

    def _last_height(self):
        highest = [
            self._single(self.core, "SELECT max(height) FROM stable_blocks"),
            self._single(self.bundles, "SELECT max(height) FROM stable_data_items"),
        ]
        return min(highest)

    @staticmethod
    def _single(file, sql):
        connection = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
        try:
            return connection.execute(sql).fetchone()[0]
        finally:
            connection.close()

    def middle(self, heights):
        """So many heights in the middle."""
        first = (self.first + self.last - heights) // 2
        return first, first + heights - 1

    def heights(self):
        return self.last - self.first + 1

    def warm(self):
        """Reads the databases once, so that they are in memory as far as they fit there."""
        for file in (self.core, self.bundles):
            with open(file, "rb", buffering=0) as database:
                while database.read(1 << 24):
                    pass


def prepare(rows):
    """The gateway of so many rows, made where there is none yet."""
    folder = places.DATA / str(rows)
    done = folder / "gateway" / "complete.json"
    exists = done.exists()
    needed = rows * (OUTPUT_BYTES_PER_ROW + (0 if exists else BYTES_PER_ROW))
    places.DATA.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(places.DATA).free
    say(f"{gigabytes(needed)} of disk are needed, {gigabytes(free)} are free")
    if free < needed:
        raise processes.Failed(f"there is too little free disk below {places.BENCH}; choose fewer rows")
    if not exists:
        make(rows, folder, done)
    return Gateway(folder / "gateway")


def make(rows, folder, done):
    blocks = max(10, round(rows * BLOCKS_PER_ROW))
    transactions = max(200, round(rows * TRANSACTIONS_PER_ROW))
    say(f"making a gateway of {blocks} blocks and {transactions} transactions in {folder}")
    shutil.rmtree(folder, ignore_errors=True)
    processes.text_of(
        [places.EXPORTER, "demo", "--dir", folder, "--firstHeight", FIRST]
        + ["--blocks", blocks, "--transactions", transactions]
    )
    for made in ("warehouse", "staging"):
        shutil.rmtree(folder / made)
    done.write_text(json.dumps({"blocks": blocks, "transactions": transactions}) + "\n", encoding="utf-8")


def gigabytes(count):
    return f"{count / 1e9:.1f} GB"


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)
