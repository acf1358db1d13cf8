"""Reads the source databases and prints, as JSON, what each table should say.

usage: source.py CORE_DB BUNDLES_DB FIRST LAST LAYER1(0|1) ROWS

FIRST and LAST may be empty: all heights. Where a table has at most ROWS rows, its rows are printed as well.
The figures and the canonical form of a row are described in README.md.
"""

import hashlib
import json
import pathlib
import sqlite3
import sys

HERE = pathlib.Path(__file__).resolve().parent
MODULUS = 1 << 64


def canonical(value, kind):
    if value is None:
        return "-"
    if kind == "binary":
        if not isinstance(value, bytes):
            raise TypeError(f"a {type(value).__name__} where a BLOB belongs: {value!r}")
        return "x" + value.hex()
    if kind == "string":
        return "x" + value.encode().hex()
    return str(int(value))


def size(value):
    """The bytes of a binary or text value as it is in its canonical form."""
    return (len(value) - 1) // 2 if value.startswith("x") else 0


def figures(rows, columns, keep):
    names = list(columns)
    kinds = [columns[name] for name in names]
    result = {"rows": 0, "nulls": 0, "bytes": 0, "hash": 0}
    sums = {name: 0 for name in names if columns[name] == "integer"}
    kept = []
    for row in rows:
        cells = [canonical(value, kind) for value, kind in zip(row, kinds)]
        line = ",".join(cells)
        result["rows"] += 1
        result["nulls"] += cells.count("-")
        result["bytes"] += sum(map(size, cells))
        result["hash"] += int.from_bytes(hashlib.md5(line.encode()).digest()[:8], "little")
        for name, cell in zip(names, cells):
            if name in sums and cell != "-":
                sums[name] += int(cell)
        if len(kept) <= keep:
            kept.append(line)
    result["hash"] %= MODULUS
    result.update({"sum(" + name + ")": total for name, total in sums.items()})
    return {
        "figures": {name: str(figure) for name, figure in result.items()},
        "rows": sorted(kept) if len(kept) <= keep else None,
    }


def main(core, bundles, first, last, layer1, keep):
    connection = sqlite3.connect(":memory:", uri=True)
    for name, path in (("core", core), ("bundles", bundles)):
        connection.execute(f"ATTACH ? AS {name}", (pathlib.Path(path).resolve().as_uri() + "?mode=ro",))
    parameters = {
        "first": int(first) if first else -MODULUS // 2,
        "last": int(last) if last else MODULUS // 2 - 1,
        "layer1": int(layer1),
    }
    tables = json.loads((HERE / "tables.json").read_text())
    result = {}
    for table, columns in tables.items():
        rows = connection.execute((HERE / "source" / f"{table}.sql").read_text(), parameters)
        found = [column[0] for column in rows.description]
        if found != list(columns):
            raise SystemExit(f"source/{table}.sql gives {found}, not the columns of tables.json")
        result[table] = figures(rows, columns, int(keep))
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
