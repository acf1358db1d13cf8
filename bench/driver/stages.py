"""Where the exporter's time went, by its job repository and its log."""

import re
import sqlite3

STEPS = """
SELECT step_name, start_time / 1000.0, end_time / 1000.0 FROM batch_step_execution ORDER BY step_execution_id
"""
STARTED = re.compile(r"^event=start .*\belapsed=([0-9.]+)s", re.MULTILINE)


def of(folder, run):
    """Seconds by stage of one run."""
    connection = sqlite3.connect(f"{(folder / 'staging' / 'jobs.db').as_uri()}?mode=ro", uri=True)
    try:
        steps = connection.execute(STEPS).fetchall()
    finally:
        connection.close()
    stages = {"before the first step": steps[0][1] - run.started}
    planned = STARTED.search((folder / "log").read_text(encoding="utf-8"))
    if planned:
        stages["· of which until the log's start"] = float(planned.group(1))
    partitions = [end - start for name, start, end in steps if ":" in name]
    for name, start, end in steps:
        if ":" in name:
            continue
        stages[name] = end - start
        if name.startswith("export") and partitions:
            stages["· partitions, added up"] = sum(partitions)
            stages["· longest partition"] = max(partitions)
    stages["after the last step"] = run.started + run.seconds - steps[-1][2]
    return stages
