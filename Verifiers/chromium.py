#!/usr/bin/env python3
"""The verifier of the browser, in Chromium without a page: for tests and measurements.

    Verifiers/chromium.py verify DIR     prints and ends exactly like `mingcha verify DIR`
    Verifiers/chromium.py draw DIR       prints and ends exactly like `mingcha draw DIR`

For many draws in one process:

    with Chromium() as chromium:
        outcomes = chromium.verify([folder, …])      or chromium.draw([…])

where a folder is a path or a dictionary of name and bytes, and an outcome has `status`, `printed`
and `complaint` (bytes: standard output and standard error), `transcript` (bytes as they should be;
None if it
could not be computed) and `seconds`. Needs the package playwright (requirements-dev.txt), Debian's
Chromium and a build (`swift build`, or `make wasm`).
"""
import base64
import dataclasses
import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
ENGINE = ROOT / "Web" / "verify-engine.js"
NAMES = ("roster.tsv", "rules.tsv", "seed.tsv", "inspectors.tsv", "conflicts.tsv",
         "amendments.tsv", "transcript.txt")
BATCH_BYTES = 8_000_000

LOAD = """async (module) => {
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const base64Of = (bytes) => {
    let text = "";
    for (let at = 0; at < bytes.length; at += 32768) {
      text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    }
    return btoa(text);
  };
  const compiled = await WebAssembly.compile(bytes(module));
  globalThis.runAll = async (action, draws) => {
    const outcomes = [];
    for (const draw of draws) {
      const files = Object.fromEntries(
        Object.entries(draw).map(([name, content]) => [name, bytes(content)]));
      const start = performance.now();
      const outcome = await globalThis[action](compiled, files);
      outcome.seconds = (performance.now() - start) / 1000;
      outcome.transcript &&= base64Of(outcome.transcript);
      outcomes.push(outcome);
    }
    return outcomes;
  };
}"""


@dataclasses.dataclass
class Outcome:
    status: int
    printed: bytes
    complaint: bytes
    transcript: bytes | None
    seconds: float


def module():
    """The WebAssembly module of the last build."""
    found = [*ROOT.glob(".build/plugins/outputs/*/DrawWeb/destination/WebAssembly/draw.wasm")]
    if not found:
        raise FileNotFoundError("no WebAssembly module: run `swift build` or `make wasm` first")
    return max(found, key=lambda path: path.stat().st_mtime).read_bytes()


def read(folder):
    if isinstance(folder, dict):
        return folder
    paths = [pathlib.Path(folder) / name for name in NAMES]
    return {path.name: path.read_bytes() for path in paths if path.is_file()}


def batches(draws):
    """Few messages to the browser, none of them huge."""
    batch, size = [], 0
    for draw in draws:
        files = read(draw)
        length = sum(map(len, files.values()))
        if batch and size + length > BATCH_BYTES:
            yield batch
            batch, size = [], 0
        batch.append({name: base64.b64encode(files[name]).decode() for name in files})
        size += length
    if batch:
        yield batch


class Chromium:
    """A browser with the module loaded. `browser`: a running one of playwright, if there is one."""

    def __init__(self, browser=None):
        self._playwright = None
        if browser is None:
            from playwright.sync_api import sync_playwright
            self._playwright = sync_playwright().start()
            browser = self._playwright.chromium.launch(
                executable_path="/usr/bin/chromium",
                args=["--no-sandbox"] if os.geteuid() == 0 else [])
            self._browser = browser
        self._page = browser.new_page()
        self._page.add_script_tag(path=ENGINE)
        self._page.evaluate(LOAD, base64.b64encode(module()).decode())

    def verify(self, draws):
        return self._run("mingchaVerify", draws)

    def draw(self, draws):
        return self._run("mingchaDraw", draws)

    def _run(self, action, draws):
        outcomes = []
        for batch in batches(draws):
            answers = self._page.evaluate(
                "([action, draws]) => runAll(action, draws)", [action, batch])
            for one in answers:
                transcript = one["transcript"]
                outcomes.append(Outcome(
                    one["status"], one["printed"].encode(), one["complaint"].encode(),
                    None if transcript is None else base64.b64decode(transcript),
                    one["seconds"]))
        return outcomes

    def close(self):
        self._page.close()
        if self._playwright:
            self._browser.close()
            self._playwright.stop()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in ("verify", "draw"):
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    with Chromium() as chromium:
        action = chromium.verify if sys.argv[1] == "verify" else chromium.draw
        outcome = action([sys.argv[2]])[0]
    printed = outcome.printed if sys.argv[1] == "verify" else outcome.transcript or b""
    sys.stdout.buffer.write(printed)
    sys.stderr.buffer.write(outcome.complaint)
    sys.exit(outcome.status)


if __name__ == "__main__":
    main()
