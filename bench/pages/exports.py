"""The same export, alone or while many watch it."""

import contextlib
import dataclasses
import os
import shutil
import statistics
import subprocess
import time

import places
import processes
import served
import viewers


@dataclasses.dataclass(frozen=True)
class Taken:
    seconds: float
    cpu_seconds: float
    viewers: int
    server_share: float
    """Of one processor, while they watched."""
    bytes_each: float
    """Sent to each of them in a second."""

    def text(self):
        watched = f"beside {self.viewers} viewers, server {self.server_share:.1%} of a processor" if self.viewers else "alone"
        return f"export {watched}: {self.seconds:.1f} s, {self.cpu_seconds:.1f} processor seconds"


def run(made, number):
    folder = made.work / "run"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "staging").mkdir(parents=True)
    shutil.copy(made.past, folder / "staging" / "jobs.db")
    os.sync()
    where = ["--stagingDir", folder / "staging", "--warehouseDir", folder / "warehouse"]
    command = [str(word) for word in [places.EXPORTER, "export", *made.source, *where]]
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(served.Server(folder / "staging", folder / "warehouse")) if number else None
        if server:
            warm_up(server)
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        watching = Watching(server, number) if server else None
        said = process.stderr.read().decode(errors="replace")
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        share, each = watching.end() if watching else (0, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise processes.Failed(f"the export ended with {process.returncode}:\n{said}")
    return Taken(seconds, usage.ru_utime + usage.ru_stime, number, share, each)


def warm_up(server):
    """A server runs for weeks: what its first requests cost is no part of this."""
    job = server.json("/api/v1/jobs?limit=1")["items"][0]["executionId"]
    for _ in range(30):
        server.get("/")
        server.get(f"/jobs/{job}")
    settle(server)


def settle(server):
    """Waits until compilers are done with what was warmed up."""
    before = server.processor_seconds()
    for _ in range(10):
        time.sleep(0.5)
        now = server.processor_seconds()
        if now - before < 0.02:
            return
        before = now


class Watching:
    """Half of the viewers look at the overview, half at the job, from when it is there to its end."""

    def __init__(self, server, number):
        self._server = server
        job = None
        while job is None:
            time.sleep(0.2)
            jobs = server.json("/api/v1/jobs?limit=1&state=running")["items"]
            job = jobs[0]["executionId"] if jobs else None
        self._viewers = viewers.Viewers(server.address, ["/live/overview", f"/live/jobs/{job}"], number)
        self._viewers.start()
        self._begin = time.perf_counter()
        self._before = server.processor_seconds()

    def end(self):
        seconds = time.perf_counter() - self._begin
        share = (self._server.processor_seconds() - self._before) / seconds
        self._viewers.stop()
        if self._viewers.closed:
            raise processes.Failed(f"the server closed {self._viewers.closed} of the viewers' connections")
        return share, self._viewers.bytes / self._viewers.number / seconds


def report(alone, beside, number, table):
    rows = [
        ["export alone, s", *spread(one.seconds for one in alone)],
        [f"beside {number} viewers, s", *spread(one.seconds for one in beside)],
        ["export alone, processor s", *spread(one.cpu_seconds for one in alone)],
        [f"beside {number} viewers, processor s", *spread(one.cpu_seconds for one in beside)],
        ["the server meanwhile, % of one processor", *spread(one.server_share * 100 for one in beside)],
        ["sent to each viewer, KB/s", *spread(one.bytes_each / 1000 for one in beside)],
    ]
    slower = ratio(beside, alone, "seconds")
    return (
        f"The export is slower by {slower:.1%} (medians of {len(alone)} and {len(beside)} in turn; "
        f"processor time: {ratio(beside, alone, 'cpu_seconds'):+.1%}).\n\n" + table(["", "min", "median", "max"], rows)
    )


def spread(values):
    values = list(values)
    return [f"{value:.1f}" for value in (min(values), statistics.median(values), max(values))]


def ratio(some, others, name):
    return statistics.median(getattr(one, name) for one in some) / statistics.median(getattr(one, name) for one in others) - 1
