"""Measures the operators' pages: how long each takes on the server, and what viewers with live updates cost."""

import argparse
import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--staging", required=True, help="a staging directory with a job repository")
    parser.add_argument("--warehouse", required=True)
    parser.add_argument("--rounds", type=int, default=60, help="requests of each page that count")
    parser.add_argument("--viewers", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=30, help="how long viewers watch")
    parser.add_argument("--export", nargs=argparse.REMAINDER,
                        help="options of an export that runs while viewers watch, and once without them")
    return parser.parse_args()


def serve(arguments):
    process = subprocess.Popen(
        [str(ROOT / "exporter"), "serve", "--port", "0", "--json",
         "--stagingDir", arguments.staging, "--warehouseDir", arguments.warehouse],
        stdout=subprocess.PIPE, text=True)
    return process, urlsplit(json.loads(process.stdout.readline())["address"])


def get(address, path, accept="text/html"):
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
    connection.request("GET", path, headers={"Accept": accept})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status}")
    return body


def largest_job(address):
    """The job with the most partitions among the newest."""
    jobs = json.loads(get(address, "/api/v1/jobs?limit=50", "application/json"))["items"]
    return max(jobs, key=lambda job: job["partitions"]["total"])["executionId"] if jobs else None


def pages(address):
    job = largest_job(address)
    paths = ["/", "/jobs", "/start", "/tables", "/log"]
    if job:
        part = json.loads(get(address, f"/api/v1/jobs/{job}/partitions?limit=1", "application/json"))["items"][0]
        paths += [f"/jobs/{job}", f"/jobs/{job}/partitions", f"/jobs/{job}/partitions/{part['partition']}"]
    for table in json.loads(get(address, "/api/v1/tables", "application/json"))["items"]:
        paths += [f"/tables/{table['name']}?tab={tab}" for tab in ("schema", "partitions", "snapshots", "files")]
        paths.append(f"/tables/{table['name']}/rows")
    return job, paths


def measure(address, paths, rounds):
    print(f"{'page':44}{'first':>9}{'median':>9}{'p95':>9}{'KB':>8}")
    for path in paths:
        times = []
        size = 0
        for _ in range(rounds + 20):
            start = time.perf_counter()
            size = len(get(address, path))
            times.append((time.perf_counter() - start) * 1000)
        counted = sorted(times[20:])
        print(f"{path:44}{times[0]:8.1f} {statistics.median(counted):8.1f} "
              f"{counted[int(len(counted) * 0.95)]:8.1f} {size / 1000:7.1f}")


def processor_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def java_of(process):
    """The launcher becomes Java, or starts it."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return int(children[0]) if children else process.pid


def watch(address, path, over, counts, number):
    connection = socket.create_connection((address.hostname, address.port))
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\nAccept: text/event-stream\r\n\r\n".encode())
    connection.settimeout(0.5)
    while not over.is_set():
        try:
            counts[number] += len(connection.recv(1 << 16))
        except socket.timeout:
            pass
    connection.close()


def run_export(arguments):
    start = time.perf_counter()
    subprocess.run([str(ROOT / "exporter"), "export", *arguments.export,
                    "--stagingDir", arguments.staging, "--warehouseDir", arguments.warehouse],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def viewers(address, pid, job, arguments):
    over = threading.Event()
    counts = [0] * arguments.viewers
    paths = ["/live/overview", f"/live/jobs/{job}"] if job else ["/live/overview"]
    threads = [threading.Thread(target=watch, args=(address, paths[i % len(paths)], over, counts, i))
               for i in range(arguments.viewers)]
    for thread in threads:
        thread.start()
    time.sleep(3)
    before, start = processor_seconds(pid), time.perf_counter()
    if arguments.export:
        print(f"export beside {arguments.viewers} viewers: {run_export(arguments):.1f} s")
    else:
        time.sleep(arguments.seconds)
    elapsed = time.perf_counter() - start
    share = (processor_seconds(pid) - before) / elapsed
    over.set()
    for thread in threads:
        thread.join()
    print(f"{arguments.viewers} viewers over {elapsed:.0f} s: {share * 100:.1f} % of a core, "
          f"{sum(counts) / len(counts) / 1000:.0f} KB each")


def main():
    arguments = options()
    process, address = serve(arguments)
    try:
        job, paths = pages(address)
        measure(address, paths, arguments.rounds)
        viewers(address, java_of(process), job, arguments)
        if arguments.export:
            print(f"export without viewers: {run_export(arguments):.1f} s")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


if __name__ == "__main__":
    sys.exit(main())
