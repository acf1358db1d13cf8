"""What was measured, on what, with what."""

import os
import platform
import re

import floor
import jvm
import places
import processes


def description():
    """One line of Markdown for each fact."""
    facts = {
        "machine": computer(),
        "commit": commit(),
        "exporter": exporter(),
        "libraries": ", ".join(libraries()),
        "ClickHouse": clickhouse(),
        "floor": floor_versions(),
    }
    return [f"{name}: {fact}" for name, fact in facts.items()]


def computer():
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return (
        f"{os.cpu_count()} processors ({models[0] if models else platform.machine()}), "
        f"{memory / 2**30:.0f} GiB, Linux {platform.release()}"
    )


def exporter():
    return ", ".join(processes.text_of([places.EXPORTER, "--version"]).splitlines())


def commit():
    """The commit that is measured. The page itself is changed by the measuring."""
    what = ["--untracked-files=no", "--", ".", ":!docs"]
    changed = processes.text_of(["git", "status", "--porcelain", *what], cwd=places.PROJECT)
    commit_id = processes.text_of(["git", "rev-parse", "--short=12", "HEAD"], cwd=places.PROJECT)
    return commit_id + (" with changes that are not committed" if changed else "")


def libraries():
    kept = re.compile(r"(duckdb_jdbc|sqlite-jdbc|arrow-vector|iceberg-core|parquet-hadoop|spring-batch-core)-(.*)\.jar")
    found = (kept.fullmatch(file.name) for file in sorted((jvm.unpacked() / "lib").iterdir()))
    return [f"{match[1]} {match[2]}" for match in found if match]


def clickhouse():
    script = "const c = require('chdb'); console.log(c.query('SELECT version()', 'TSV').trim())"
    version = processes.text_of(["node", "-e", script], cwd=places.PROJECT / "interop")
    package = places.PROJECT / "interop" / "node_modules" / "chdb" / "package.json"
    chdb = re.search(r'"version": "([^"]*)"', package.read_text(encoding="utf-8"))[1]
    return f"{version} (chdb {chdb}, Node {processes.text_of(['node', '--version'])})"


def floor_versions():
    if not floor.compile_program():
        return "left out"
    compiler = processes.text_of(["gcc", "--version"]).splitlines()[0]
    return f"SQLite {processes.text_of([floor.program(), '--version'])}, {compiler}"


def load():
    return " ".join(f"{value:.2f}" for value in os.getloadavg())
