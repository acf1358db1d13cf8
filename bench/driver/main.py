"""bench/run: see README.md."""

import argparse
import pathlib
import shlex
import shutil
import sys
import time

import contestants
import floor
import gateway
import machine
import page
import parts
import places
import processes

SMOKE_ROWS = 100_000
PARTS = ("wide", "narrow", "verify", "sizes", "lookups")
WHO = {
    one.name: one
    for one in (
        contestants.OURS,
        contestants.ONE_AT_A_TIME,
        contestants.small("256MB", "128m"),
        contestants.CLICKHOUSE,
        contestants.CLICKHOUSE_OWN,
        floor.Floor(),
    )
}
DEFAULT_WHO = [name for name in WHO if name != contestants.CLICKHOUSE_OWN.name]


def words(known):
    def parse(text):
        chosen = text.split(",")
        for word in chosen:
            if word not in known:
                raise argparse.ArgumentTypeError(f"{word} is none of {', '.join(known)}")
        return [word for word in known if word in chosen]

    return parse


def arguments():
    parser = argparse.ArgumentParser(prog="bench/run", description="Measures the exporter beside ClickHouse and a floor.")
    parser.add_argument("rows", nargs="?", type=int, default=5_000_000, help="about so many rows; %(default)s")
    parser.add_argument("--pairs", type=int, default=5, help="how often each takes its turn; %(default)s")
    parser.add_argument("--parts", type=words(PARTS), default=list(PARTS), help=f"of {','.join(PARTS)}; all of them")
    parser.add_argument(
        "--who",
        type=words(WHO),
        default=DEFAULT_WHO,
        help=f"of {','.join(WHO)} in the wide part; all but {contestants.CLICKHOUSE_OWN.name}. ours is always there",
    )
    parser.add_argument(
        "--page", type=pathlib.Path, help="Markdown file whose parts are replaced; docs/performance.md from 1 million rows on"
    )
    parser.add_argument(
        "--small",
        default="256MB,128m",
        metavar="LIMIT,HEAP",
        help="--memoryLimit and -Xmx of the one that is called small; %(default)s",
    )
    parser.add_argument("--keep", action="store_true", help="keep the tables of the last round in bench/out")
    parser.add_argument(
        "--smoke", action="store_true", help=f"whether all of it works: {SMOKE_ROWS} rows, one round, no page"
    )
    given = parser.parse_args()
    if given.smoke:
        given.rows, given.pairs = SMOKE_ROWS, 1
    if given.rows < 10_000 or given.pairs < 1:
        parser.error("at least 10000 rows and one pair")
    if given.page is None and given.rows >= 1_000_000:
        given.page = places.PAGE
    return given


def prepare():
    """Builds what is measured, and what measures; nothing of this is timed."""
    places.OUT.mkdir(exist_ok=True)
    processes.text_of([places.EXPORTER, "--version"])  # the launcher builds a stale jar
    if not (places.PROJECT / "interop" / "node_modules" / "chdb").exists():
        processes.text_of(["npm", "ci", "--prefix", places.PROJECT / "interop", "--no-audit", "--no-fund"])


def chosen(given):
    """Those who take part. The exporter is first: it writes what the others are compared with."""
    who = {**WHO, contestants.SMALL: contestants.small(*given.small.split(","))}
    found = [who[name] for name in who if name in given.who or name == contestants.OURS.name]
    if any(isinstance(one, floor.Floor) for one in found) and not floor.compile_program():
        gateway.say(floor.COMPILER_AND_SQLITE)
        found = [one for one in found if not isinstance(one, floor.Floor)]
    return found


def main():
    given = arguments()
    prepare()
    source = gateway.prepare(given.rows)
    # the first run of a new jar unpacks native libraries
    contestants.OURS.export(source, places.OUT / "first", source.middle(parts.BLOCKS_OF_START))
    show(given, "circumstances", "\n".join(f"- {fact}" for fact in machine.description()))
    if "wide" in given.parts:
        show(given, "wide", parts.wide(source, chosen(given), given.pairs))
    if "narrow" in given.parts:
        show(given, "narrow", parts.narrow(source, given.pairs))
    if "verify" in given.parts:
        show(given, "verify", parts.verify(source, given.pairs))
    if "sizes" in given.parts:
        show(given, "sizes", parts.sizes(source))
    if "lookups" in given.parts:
        show(given, "lookups", parts.look_ups(source))
    if not given.keep:
        for part in ("first", "wide", "narrow", "verify"):
            shutil.rmtree(places.OUT / part, ignore_errors=True)


def show(given, part, text):
    """Prints a part. On the page each says by itself what it is of, as parts can be measured one by one."""
    print(f"{text}\n", flush=True)
    if given.page:
        date = time.strftime("%Y-%m-%d", time.gmtime())
        told = f"{text}\n\nMeasured by `{shlex.join(['bench/run', *sys.argv[1:]])}` on {date}, commit {machine.commit()}."
        page.replace(given.page, f"{part} {given.rows}", told)


if __name__ == "__main__":
    try:
        main()
    except processes.Failed as failure:
        sys.exit(f"bench: {failure}")
