"""Makes a demo with a history, serves it, and takes the pictures of its pages."""

import json
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import urllib.request

from browser import Browser

PICTURES = pathlib.Path(__file__).resolve().parent
EXPORTER = str(PICTURES.parent.parent / "exporter")
FIRST = 1_600_000
SIZE = 10
FAULT = 1_600_755


class Demo:
    """A gateway, and exports of it. Its folder has the same name each time, since the pages show it."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.gettempdir()) / "exporter-demo"
        self.folder.mkdir()
        self.gateway = self.folder / "gateway"
        self.places = ["--warehouseDir", self.folder / "warehouse", "--stagingDir", self.folder / "staging"]

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        shutil.rmtree(self.folder)

    def exporter(self, *words, exits=(0,)):
        code = subprocess.run(command(words), cwd=self.folder, stdout=subprocess.DEVNULL).returncode
        if code not in exits:
            raise SystemExit(f"exit code {code} of exporter {' '.join(map(str, words))}")

    def export(self, first, last):
        source = ["--coreDb", self.gateway / "core.db", "--bundlesDb", self.gateway / "bundles.db"]
        return ["export", "--startHeight", first, "--endHeight", last, "--heightPartitionSize", SIZE, "--readBy", "index",
                "--includeL1Transactions", "--includeL1Tags", *source, *self.places]

    def make(self):
        """Three exports that went well, and one that met a value that is none."""
        self.exporter("demo", "--dir", self.folder, "--blocks", 9000, "--transactions", 180_000, "--firstHeight", FIRST)
        for made in ("warehouse", "staging"):
            shutil.rmtree(self.folder / made)
        for first, last in ((0, 199), (200, 399), (400, 599)):
            self.exporter(*self.export(FIRST + first, FIRST + last))
        with sqlite3.connect(self.gateway / "bundles.db") as bundles:
            one = "SELECT min(id) FROM stable_data_items WHERE height = ?"
            bundles.execute(f"UPDATE stable_data_items SET data_size = 'many' WHERE id = ({one})", (FAULT,))
        self.exporter(*self.export(FIRST + 600, FIRST + 999), exits=(1,))

    def start(self):
        """The export that the pictures show on its way."""
        log = open(self.folder / "log.txt", "wb")
        return subprocess.Popen(command(self.export(FIRST + 1000, FIRST + 8999)), stdout=log, stderr=log, cwd=self.folder)


def command(words):
    return [str(word) for word in [EXPORTER, *words]]


class Serve:
    def __init__(self, demo):
        words = ["serve", "--port", 0, *demo.places]
        environment = {"EXPORTER_CORE_DB": demo.gateway / "core.db", "EXPORTER_BUNDLES_DB": demo.gateway / "bundles.db"}
        self._process = subprocess.Popen(
            ["env", *(f"{name}={value}" for name, value in environment.items()), *command(words)],
            stdout=subprocess.PIPE, text=True, cwd=demo.folder)
        self.address = self._process.stdout.readline().strip()

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self._process.send_signal(signal.SIGTERM)
        self._process.wait()

    def jobs(self, state):
        with urllib.request.urlopen(f"{self.address}api/v1/jobs?state={state}") as answer:
            return json.load(answer)["items"]


def keep(browser, name):
    file = PICTURES / f"{name}.png"
    browser.picture(file)
    if shutil.which("pngquant"):
        subprocess.run(["pngquant", "--force", "--skip-if-larger", "--output", file, "128", file], check=False)
    print(f"{file.name}: {file.stat().st_size / 1000:.0f} KB", flush=True)


def await_progress(serve, share):
    while True:
        running = serve.jobs("running")
        if running and running[0]["progress"] >= share:
            return running[0]["executionId"]
        time.sleep(0.2)


def main():
    with Demo() as demo:
        demo.make()
        with Serve(demo) as serve, Browser() as browser:
            take(demo, serve, browser)


def take(demo, serve, browser):
    failed = serve.jobs("failed")[0]["executionId"]
    export = demo.start()
    try:
        job = await_progress(serve, 0.45)
        live = "document.getElementById('pulse').dataset.state == 'on'"
        browser.look(1280, 1000, "light")
        browser.go(serve.address)
        browser.await_(live)
        keep(browser, "overview")
        browser.look(1280, 1250, "dark")
        browser.go(f"{serve.address}jobs/{job}")
        browser.await_(live)
        keep(browser, "job")
        browser.look(360, 780, "light")
        browser.go(f"{serve.address}jobs/{job}")
        browser.await_(live)
        keep(browser, "phone")
    finally:
        export.send_signal(signal.SIGTERM)
        export.wait()
    browser.look(1280, 860, "light")
    browser.go(f"{serve.address}jobs/{failed}")
    browser.await_(live)
    browser.run("document.querySelector('[data-part=failure] details').open = true")
    keep(browser, "failed")
    browser.go(f"{serve.address}start")
    browser.run(f"document.getElementById('field-startHeight').value = '{FIRST}'")
    browser.run("document.getElementById('field-endHeight').value = 'latest'")
    for option in ("includeL1Transactions", "includeL1Tags"):
        browser.run(f"document.getElementById('field-{option}').click()")
    browser.run("document.getElementById('plan-button').click()")
    browser.await_("document.querySelector('#plan .card')")
    browser.look(1280, 1500, "light")
    keep(browser, "start")
    browser.look(1280, 900, "dark")
    browser.go(f"{serve.address}tables/transactions")
    browser.await_("document.querySelector('#grid tbody tr')")
    keep(browser, "rows")


if __name__ == "__main__":
    main()
