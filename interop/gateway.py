"""Makes gateways out of one that holds everything.

usage: gateway.py show WHOLE TARGET HEIGHT   TARGET shows what had come to WHOLE when HEIGHT was its newest block; blocks come
                                         with the first item of theirs, or of a later one
       gateway.py bare WHOLE TARGET HEIGHT   TARGET is WHOLE without content encodings up to HEIGHT

WHOLE and TARGET are folders with core.db and bundles.db. Calls of show with growing heights add rows: those of new
blocks, and late ones of the blocks before.
"""

import pathlib
import shutil
import sqlite3
import sys

# A sixteenth of the rows comes so many blocks late.
LATE = 200
# The column that names the row which a row belongs to.
TABLES = {
    "core": {"stable_blocks": None, "stable_transactions": "id", "stable_transaction_tags": "transaction_id"},
    "bundles": {"stable_data_items": "id", "stable_data_item_tags": "data_item_id"},
}


def show(whole, target, height):
    for database, tables in TABLES.items():
        file = target / f"{database}.db"
        is_new = not file.exists()
        if is_new:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(whole / file.name, file)
        with sqlite3.connect(file) as connection:
            connection.execute("ATTACH ? AS whole", (str(whole / file.name),))
            for table, name in tables.items():
                visible = f"height <= {height}"
                if name:
                    visible += f" AND (substr({name}, 1, 1) >= x'10' OR height <= {height - LATE})"
                if is_new:
                    connection.execute(f"DELETE FROM main.{table} WHERE NOT ({visible})")
                else:
                    connection.execute(f"INSERT OR IGNORE INTO main.{table} SELECT * FROM whole.{table} WHERE {visible}")
        connection.close()
    hide_after(target, min(newest(target / f"{database}.db") for database in TABLES))


def newest(file):
    table = {"core.db": "stable_blocks", "bundles.db": "stable_data_items"}[file.name]
    connection = sqlite3.connect(file)
    height = connection.execute(f"SELECT max(height) FROM {table}").fetchone()[0]
    connection.close()
    return height


def hide_after(target, height):
    for database, tables in TABLES.items():
        with sqlite3.connect(target / f"{database}.db") as connection:
            for table in tables:
                connection.execute(f"DELETE FROM {table} WHERE height > ?", (height,))
        connection.close()


def bare(whole, target, height):
    target.mkdir(parents=True)
    for database, table in (("core", "stable_transactions"), ("bundles", "stable_data_items")):
        file = target / f"{database}.db"
        shutil.copyfile(whole / file.name, file)
        with sqlite3.connect(file) as connection:
            connection.execute(f"UPDATE {table} SET content_encoding = NULL WHERE height <= ?", (height,))
        connection.close()


if __name__ == "__main__":
    command, *folders, last = sys.argv[1:]
    {"show": show, "bare": bare}[command](*map(pathlib.Path, folders), int(last))
