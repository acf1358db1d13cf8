"""Those who take part, in turn, and what was measured of them."""

import json
import statistics

import contestants
import floor
import machine
import page
import places
import processes
from gateway import say


class Rounds:
    """Runs contestants in turn, every other time in reverse, and keeps what was measured."""

    def __init__(self, part, pairs):
        self.folder = places.OUT / part
        self.pairs = pairs
        self.runs = {}
        self.failures = {}
        self.load = [machine.load()]

    def run(self, tasks, after_each=lambda name, run: None, after_round=lambda: None):
        """:param tasks: by name, each a function of a folder that gives a run"""
        for number in range(self.pairs):
            # the first one of the first round writes what others take as their input or are compared with
            for name in list(tasks) if number % 2 == 0 else reversed(tasks):
                try:
                    run = tasks[name](self.folder / name)
                except processes.Failed as failure:
                    self._failed(name, failure)
                    continue
                self.runs.setdefault(name, []).append(run)
                say(f"round {number + 1}: {name} {run.seconds:.2f} s (load {machine.load()})")
                after_each(name, run)
            after_round()
        self.load.append(machine.load())
        raw = {name: [vars(run) for run in runs] for name, runs in self.runs.items()}
        (places.OUT / f"{self.folder.name}.json").write_text(json.dumps(raw, indent=1), encoding="utf-8")

    def _failed(self, name, failure):
        """A failure of the exporter as it is shipped ends it all; that of another is told with the figures."""
        if name == contestants.OURS.name:
            raise failure
        say(f"{name} FAILED: {failure}")
        self.failures[name] = self.failures.get(name, 0) + 1

    def median(self, name):
        return statistics.median(run.seconds for run in self.runs[name])

    def table(self, titles, rows):
        """:param rows: how many rows are exported, for those whose speed is to be told"""
        head = ["seconds, whole process", "min", "median", "max", "exporter / it", "rows/s", "processor s"]
        head += ["peak MiB", "VmHWM MiB"]
        lines = []
        for name, runs in self.runs.items():
            line = [titles[name], *page.seconds([run.seconds for run in runs])]
            line.append(f"{self.median(contestants.OURS.name) / self.median(name):.2f}")
            line.append(f"{rows[name] / self.median(name):,.0f}" if name in rows else "")
            if isinstance(runs[0], floor.FloorRun):
                line += ["", "", ""]
            else:
                line.append(f"{statistics.median(run.cpu_seconds for run in runs):.1f}")
                line.append(page.mebibytes(max(run.peak_bytes for run in runs)))
                line.append(page.mebibytes(max(run.high_water_bytes for run in runs)))
            lines.append(line)
        return page.table(head, lines)

    def circumstances(self):
        rounds = "One round" if self.pairs == 1 else f"{self.pairs} rounds, every other one in reverse"
        failed = "".join(f" **{name} failed in {count} of them.**" for name, count in self.failures.items())
        return f"{rounds}.{failed} Load before: {self.load[0]}; after: {self.load[-1]}."
