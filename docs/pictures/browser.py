"""A headless Chromium, driven by chromedriver's own protocol (w3.org/TR/webdriver2): nothing has to be installed for it."""

import base64
import json
import re
import subprocess
import time
import urllib.request


class Browser:
    def __init__(self):
        self._driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True)
        port = None
        while port is None:
            line = self._driver.stdout.readline()
            if not line:
                raise SystemExit("chromedriver did not start")
            port = re.search(r"on port (\d+)\.$", line.strip())
        self._root = f"http://127.0.0.1:{port[1]}/session"
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]
        wanted = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": {"args": arguments}}}}
        self._root += "/" + self._ask("", wanted)["sessionId"]

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        try:
            self._ask("", method="DELETE")
        finally:
            self._driver.terminate()
            self._driver.wait()

    def _ask(self, path, body=None, method="POST"):
        data = None if method == "DELETE" else json.dumps(body or {}).encode()
        request = urllib.request.Request(self._root + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def _tell(self, command, **parameters):
        return self._ask("/goog/cdp/execute", {"cmd": command, "params": parameters})

    def look(self, width, height, colours):
        """What the window is like from now on; colours are light or dark."""
        self._tell("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                   mobile=width < 500)
        self._tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": colours}])

    def go(self, address):
        self._ask("/url", {"url": address})

    def run(self, script):
        return self._ask("/execute/sync", {"script": script, "args": []})

    def await_(self, condition, seconds=60):
        """Waits until a JavaScript expression is true."""
        end = time.monotonic() + seconds
        while not self.run(f"return !!({condition})"):
            if time.monotonic() > end:
                raise SystemExit(f"in vain: {condition}\n{self.run('return document.body.innerText')}")
            time.sleep(0.1)

    def picture(self, path):
        """What is in the window, as PNG."""
        path.write_bytes(base64.b64decode(self._tell("Page.captureScreenshot", format="png")["data"]))
