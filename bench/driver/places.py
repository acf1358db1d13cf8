"""Where things lie."""

import pathlib

BENCH = pathlib.Path(__file__).resolve().parent.parent
PROJECT = BENCH.parent
EXPORTER = PROJECT / "exporter"
JAR = PROJECT / "target" / "exporter.jar"
PAGE = PROJECT / "docs" / "performance.md"
DATA = BENCH / "data"
OUT = BENCH / "out"
TABLES = ("tags", "transactions", "blocks")


def data_files(folder):
    """The Parquet files below a folder. A fresh warehouse holds only live ones."""
    return sorted(folder.rglob("*.parquet"))


def size_of(files):
    return sum(file.stat().st_size for file in files)
