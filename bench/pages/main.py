"""Measures the operators' pages: how long each takes on the server, and what viewers with live updates cost an export."""

import argparse
import datetime
import pathlib
import shlex
import shutil
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "driver"))

import exports
import machine
import page
import places
import repository
import served

PARTITIONS = 2000
PAST = 200
VIEWERS = 50
TOOL = "bench/pages/run"


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30, help="requests of each page that count (default: 30)")
    parser.add_argument("--pairs", type=int, default=3, help="exports beside viewers, and as many alone (default: 3)")
    parser.add_argument("--smoke", action="store_true", help="whether all of it works: few rounds, small, no page")
    return parser.parse_args()


def say(text):
    print(f"{time.strftime('%H:%M:%S')}  {text}", flush=True)


def main():
    asked = options()
    partitions, rounds, pairs = (100, 3, 1) if asked.smoke else (PARTITIONS, asked.rounds, asked.pairs)
    work = places.OUT / "pages"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    begin = time.monotonic()
    facts = [
        f"machine: {machine.computer()}",
        f"exporter: {machine.exporter()}",
        f"load before: {machine.load()}",
    ]
    places_made = repository.make(work, partitions, PAST, say)
    pages = measured_pages(places_made, rounds)
    beside = measured_exports(places_made, pairs)
    facts.append(f"load after: {machine.load()}")
    facts.append(f"Measured by `{shlex.join([TOOL, *sys.argv[1:]])}` in {time.monotonic() - begin:.0f} s on {datetime.date.today()}, "
                 f"commit {machine.commit()}.")
    texts = {"pages": pages, "viewers": beside, "circumstances": "\n".join(f"- {fact}" for fact in facts)}
    for part in ("circumstances", "pages", "viewers"):
        print(f"\n{texts[part]}")
        if not asked.smoke:
            page.replace(places.PAGE, part, texts[part], tool=TOOL)
    shutil.rmtree(work)


def measured_pages(made, rounds):
    """Of a repository in which a run of all partitions is under way, and a warehouse with as many."""
    with repository.Running(made), served.Server(made.staging, made.warehouse) as server:
        paths = served.pages(server)
        say(f"each of {len(paths)} pages {rounds} times, after as many to warm up")
        rows = []
        for path in paths:
            first, times, size = served.measure(server, path, rounds)
            row = [f"`{served.shown(path)}`", f"{first:.0f}", *page_times(times), f"{size / 1000:.0f}"]
            say(" ".join(row))
            rows.append(row)
    return page.table(["page", "first, ms", "median, ms", "19 of 20 within, ms", "KB"], rows)


def page_times(times):
    ordered = sorted(times)
    return [f"{ordered[len(ordered) // 2]:.1f}", f"{ordered[int(len(ordered) * 0.95)]:.1f}"]


def measured_exports(made, pairs):
    """The same export alone and beside a server that many watch, in turn."""
    alone, beside = [], []
    for number in range(pairs):
        for is_watched in (False, True) if number % 2 == 0 else (True, False):
            taken = exports.run(made, VIEWERS if is_watched else 0)
            (beside if is_watched else alone).append(taken)
            say(taken.text())
    return exports.report(alone, beside, VIEWERS, page.table)


if __name__ == "__main__":
    main()
