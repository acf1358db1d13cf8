"""Runs whole processes and measures them: wall time, processor time, peak memory of the process and its children."""

import dataclasses
import os
import subprocess
import threading
import time

SAMPLE_SECONDS = 0.05


class Failed(Exception):
    """Something that was to be measured did not work; the message says what."""


@dataclasses.dataclass(frozen=True)
class Run:
    seconds: float
    cpu_seconds: float
    peak_bytes: int
    """The highest sum, over the process and its children, of RssAnon and RssShmem."""
    high_water_bytes: int
    """The sum of each process's VmHWM, which counts the pages of mapped files as well."""
    started: float
    """Seconds since the epoch."""
    output: str


class Memory(threading.Thread):
    """Samples the memory of a process and its children until it is told to stop."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self._pid = pid
        self._stopped = threading.Event()
        self._high_water = {}
        self.peak_bytes = 0

    @property
    def high_water_bytes(self):
        return sum(self._high_water.values())

    def run(self):
        while not self._stopped.wait(SAMPLE_SECONDS):
            anonymous = 0
            for pid in family(self._pid):
                status = status_of(pid)
                anonymous += status.get("RssAnon", 0) + status.get("RssShmem", 0)
                self._high_water[pid] = max(self._high_water.get(pid, 0), status.get("VmHWM", 0))
            self.peak_bytes = max(self.peak_bytes, anonymous)

    def stop(self):
        self._stopped.set()
        self.join()


def family(pid):
    """The process and all its descendants that live now."""
    found, left = [], [str(pid)]
    while left:
        one = left.pop()
        found.append(one)
        try:
            for thread in os.listdir(f"/proc/{one}/task"):
                with open(f"/proc/{one}/task/{thread}/children", encoding="ascii") as children:
                    left += children.read().split()
        except (FileNotFoundError, ProcessLookupError):
            pass  # it has ended in the meantime
    return found


def status_of(pid):
    """The sizes in a process's status, in bytes; none where it has ended."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as lines:
            fields = (line.split() for line in lines)
            return {words[0][:-1]: int(words[1]) * 1024 for words in fields if words[-1:] == ["kB"]}
    except (FileNotFoundError, ProcessLookupError):
        return {}


def measure(command, log, environment=None):
    """Runs the command to its end, with standard error in a file. Fails where the command does."""
    os.sync()  # what earlier runs have written must not be written at this one's cost
    with open(log, "wb") as errors:
        started = time.time()
        begin = time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={**os.environ, **(environment or {})},
        )
        memory = Memory(process.pid)
        memory.start()
        output = process.stdout.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        memory.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise Failed(f"exit code {process.returncode} of {' '.join(map(str, command))}; see {log}")
    cpu = usage.ru_utime + usage.ru_stime
    return Run(seconds, cpu, memory.peak_bytes, memory.high_water_bytes, started, output)


def text_of(command, **options):
    """The standard output of a command that is not measured."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise Failed(f"exit code {done.returncode} of {' '.join(map(str, command))}:\n{done.stdout}{done.stderr}")
    return done.stdout.strip()
