"""The server, and how long its pages take."""

import http.client
import json
import os
import pathlib
import re
import signal
import subprocess
import time
import urllib.parse

import places
import processes

TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """`exporter serve` in a process of its own, as it is shipped."""

    def __init__(self, staging, warehouse):
        command = [places.EXPORTER, "serve", "--port", "0", "--json", "--stagingDir", staging, "--warehouseDir", warehouse]
        self._process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, text=True)
        line = self._process.stdout.readline()
        if not line:
            raise processes.Failed("the server did not start; what it said stands above")
        self.address = urllib.parse.urlsplit(json.loads(line)["address"])

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(30)

    def processor_seconds(self):
        seconds = 0
        for pid in processes.family(self._process.pid):
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()
            seconds += (int(fields[11]) + int(fields[12])) / TICKS
        return seconds

    def get(self, path, accept="text/html, */*;q=0.8"):
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=60)
        connection.request("GET", path, headers={"Accept": accept})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status != 200:
            raise processes.Failed(f"{path}: {answer.status}")
        return body

    def json(self, path):
        return json.loads(self.get(path, "application/json"))


# A caller may not ask more often for long.
PAUSE = 0.06


def pages(server):
    """Every page there is, of the job with the most partitions and of each kind of past one."""
    jobs = server.json("/api/v1/jobs?limit=1000")["items"]
    running = next(job["executionId"] for job in jobs if job["state"] == "running")
    failed = next(job["executionId"] for job in jobs if job["state"] == "failed")
    part = server.json(f"/api/v1/jobs/{running}/partitions?limit=1&state=completed")["items"][0]["partition"]
    job = f"/jobs/{running}"
    paths = ["/", "/jobs", "/jobs?state=failed", job, f"{job}/partitions", f"{job}/partitions/{part}",
             f"{job}/actions/stop", f"/jobs/{failed}", "/start", "/tables", "/log"]
    for tab in ("rows", "schema", "partitions", "snapshots", "files"):
        paths.append(f"/tables/transactions?tab={tab}")
    paths.append("/tables/transactions/rows")
    paths.append("/tables/transactions/rows?sort=data_size&dir=desc")
    api = f"/api/v1/jobs/{running}"
    paths += ["/api/v1/overview", "/api/v1/jobs", api, f"{api}/partitions?limit=1000", f"{api}/rates", "/metrics", "/health"]
    return paths


def shown(path):
    return re.sub(r"/\d+", "/N", re.sub(r"/\d+-\d+", "/PARTITION", path))


def measure(server, path, rounds):
    """Milliseconds of the first request and of those that count, and the size of the answer."""
    times = []
    size = 0
    for _ in range(2 * rounds):
        time.sleep(PAUSE)
        begin = time.perf_counter()
        size = len(server.get(path))
        times.append((time.perf_counter() - begin) * 1000)
    return times[0], times[rounds:], size
