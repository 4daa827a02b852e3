#!/usr/bin/env python3
"""Measures the verifying page in Chromium.

    Benchmarks/browser.py [--bodies 100000] [--inspectors 6000] [--times 5]

A made-up draw (roster.py) is packed as a ZIP and handed to the page of a server of the release
build; the time runs from there until the page says that it agrees. The first word printed is the
median in seconds. Every run has a page of its own, so the module is compiled each time.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
import zipfile

from playwright.sync_api import sync_playwright

import measure
from measure import MINGCHA, ROOT, WORK


def archive(bodies, inspectors):
    """The ZIP of a drawn draw, as the public page packs it."""
    folder = WORK / "draw-browser"
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([sys.executable, ROOT / "Benchmarks" / "roster.py", folder, "--bodies",
                    str(bodies), "--inspectors", str(inspectors)], check=True)
    with open(folder / "transcript.txt", "wb") as transcript:
        subprocess.run([MINGCHA, "draw", folder], stdout=transcript, check=True)
    path = WORK / "draw-browser.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(folder.iterdir()):
            packed.write(file, file.name)
    return path


def seconds(browser, port, path):
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{port}/verify")
    field = page.locator(".drop input:not([webkitdirectory])")
    began = time.perf_counter()
    field.set_input_files(path)
    verdict = page.locator("#verdict h2")
    verdict.wait_for(timeout=120_000)
    took = time.perf_counter() - began
    if verdict.inner_text() != "核对一致":
        raise RuntimeError(page.locator("#verdict").inner_text())
    page.close()
    return took


def main():
    parser = argparse.ArgumentParser(description="Measures the verifying page in Chromium.")
    parser.add_argument("--bodies", type=int, default=100_000)
    parser.add_argument("--inspectors", type=int, default=6_000)
    parser.add_argument("--times", type=int, default=5)
    given = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    path = archive(given.bodies, given.inspectors)
    data = WORK / "browser-data"
    shutil.rmtree(data, ignore_errors=True)
    port = measure.free_port()
    with measure.service("browser", MINGCHA, "serve", "--data", data, "--port", str(port),
                         ready=(port, "/readyz")), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox"] if os.geteuid() == 0 else [])
        runs = [seconds(browser, port, path) for _ in range(given.times)]
        browser.close()
    print(f"{statistics.median(runs):.2f} seconds for {given.bodies} records and "
          f"{given.inspectors} inspectors: {', '.join(f'{run:.2f}' for run in runs)}")


if __name__ == "__main__":
    main()
