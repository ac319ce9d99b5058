"""A real Chromium without a window, driven through chromedriver's own protocol (W3C WebDriver)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


class Browser:
    """One browser with one page."""

    def __init__(self) -> None:
        assert CHROMIUM is not None
        assert DRIVER is not None
        self._profile = tempfile.TemporaryDirectory(prefix="postil-browser-", ignore_cleanup_errors=True)
        self._driver = subprocess.Popen(
            [DRIVER, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ}
        )
        assert self._driver.stdout is not None
        line = next(line for line in self._driver.stdout if "successfully on port" in line)
        self._base = f"http://127.0.0.1:{line.rstrip().rstrip('.').rpartition(' ')[2]}"
        options = {"binary": CHROMIUM, "args": [*_FLAGS, f"--user-data-dir={self._profile.name}"]}
        capabilities = {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}
        self._session = self._post("/session", {"capabilities": capabilities})["sessionId"]

    def __enter__(self) -> Browser:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._request("DELETE", f"/session/{self._session}", None)
        finally:
            self._driver.terminate()
            self._driver.wait(timeout=30)
            assert self._driver.stdout is not None
            self._driver.stdout.close()
            self._profile.cleanup()

    def open(self, path: Path, fragment: str = "") -> None:
        self._act("/url", {"url": path.as_uri() + fragment})

    def run(self, script: str, *arguments: object) -> Any:
        """What a function body returns, run in the page from outside: the page's own policy does not apply."""
        return self._act("/execute/sync", {"script": script, "args": list(arguments)})

    def click(self, selector: str) -> None:
        found = self._act("/element", {"using": "css selector", "value": selector})
        self._act(f"/element/{next(iter(found.values()))}/click", {})

    def press(self, *keys: str) -> None:
        """Press and release keys, one after the other, as WebDriver names them."""
        acts = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._act("/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": acts}]})

    def protocol(self, command: str, **parameters: object) -> Any:
        """A command of Chromium's own protocol."""
        return self._act("/goog/cdp/execute", {"cmd": command, "params": parameters})

    def size(self, width: int, height: int) -> None:
        self.protocol(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )

    def log(self) -> list[str]:
        """What the browser has complained of since it was last asked."""
        return [str(entry["message"]) for entry in self._act("/se/log", {"type": "browser"})]

    def _act(self, path: str, body: dict[str, object]) -> Any:
        return self._post(f"/session/{self._session}{path}", body)

    def _post(self, path: str, body: dict[str, object]) -> Any:
        return self._request("POST", path, body)

    def _request(self, method: str, path: str, body: dict[str, object] | None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._base + path, data, method=method)
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
            return json.load(answer)["value"]
