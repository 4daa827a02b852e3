"""Measures Mingcha and writes the table; see run.sh."""
import argparse
import signal
import statistics
import subprocess
import sys
import time
from datetime import date

import house
import measure
from measure import CONNECTIONS, MINGCHA, WORK, say
from peer import peer
from table import Table

DEMO_BODIES = 1200
BODIES = 50_000
PAGE_TARGET_MS = 50
RATIO_TARGET = 10
START_TARGET_MS = 2000
ISOLATION_TARGET_MS = 20
SLOW_WORKERS = 15


def draws(table, times):
    milliseconds, _ = measure.median_run(20 * times, MINGCHA, "help")
    vector = measure.ROOT / "Tests" / "Draw" / "Vectors" / "01-shanghai-2023"
    took, memory = measure.median_run(20 * times, MINGCHA, "draw", vector)
    table.add("draw of vector 01, 1 200 bodies and 120 teams, whole process",
              f"{took:.0f} ms (of it {milliseconds:.0f} ms start of the program), {memory:.0f} MiB")
    for name, people, what in [
            ("objects", 0, "8 stages, 32 strata, 1 200 drawn"),
            ("teams", 6000, "the same with teams out of 6 000 inspectors")]:
        folder = WORK / f"draw-{name}"
        subprocess.run([sys.executable, measure.ROOT / "Benchmarks" / "roster.py", folder,
                        "--inspectors", str(people)], check=True)
        took, memory = measure.median_run(3 * times, MINGCHA, "draw", folder)
        table.add(f"draw of 100 000 bodies: {what}", f"{took:.0f} ms, {memory:.0f} MiB")


def demo(folder, bodies):
    """The demo's data with so many bodies; kept between runs of one program and one day."""
    stamp = folder / "made-by.txt"
    facts = f"{date.today()} {MINGCHA.stat().st_mtime_ns}"
    if not stamp.exists() or stamp.read_text() != facts:
        say(f"making the demo with {bodies} bodies")
        subprocess.run(["rm", "-rf", folder], check=True)
        subprocess.run([MINGCHA, "demo", "--data", folder, "--bodies", str(bodies)], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        stamp.write_text(facts)
    return folder


def serving(folder):
    port = measure.free_port()
    return port, measure.service(
        "mingcha", MINGCHA, "serve", "--data", folder, "--port", str(port),
        # What the server chooses by itself on a machine of two cores.
        "--workers", "4", ready=(port, "/readyz"))


def starts(table, folder, times):
    found = []
    for _ in range(3 * times):
        _, server = serving(folder)
        with server as (process, took):
            time.sleep(0.5)
            found.append((took, measure.own(process.pid)))
    took = statistics.median(took for took, _ in found)
    table.add("start of the server until it is ready, 50 000 bodies", f"{took:.0f} ms",
              f"< {START_TARGET_MS} ms", took < START_TARGET_MS)
    memory = statistics.median(memory for _, memory in found)
    table.add("memory of the idle server, without the database it maps", f"{memory:.0f} MiB")


def sign_in_times(table, port, times):
    took = []
    for _ in range(5 * times):
        began = time.perf_counter()
        house.signed_in(port, "planner")
        took.append((time.perf_counter() - began) * 1000)
    table.add("signing in, form and password check (Argon2id), one person",
              f"{statistics.median(took):.0f} ms")


def pages(table, port, folder, seconds):
    """Every main page of the demo, one after another."""
    cookies = {None: ""}
    for what, path, login in house.demo_pages(folder):
        if path is None:
            table.add(what, "not in the demo", f"p99 < {PAGE_TARGET_MS} ms", False)
            continue
        if login not in cookies:
            cookies[login] = house.signed_in(port, login).cookie
        house.check(port, path, cookies[login])
        measure.load(port, [path], 1, cookies[login])
        found = measure.load(port, [path], seconds, cookies[login])
        table.add(what, figure(found), f"p99 < {PAGE_TARGET_MS} ms",
                  0 < found["p99_ms"] < PAGE_TARGET_MS)


def figure(found):
    if not found["requests"]:
        return f"no answer within {found['seconds']:.0f} s"
    return (f"{found['rate']:,.0f} requests/s, p50 {found['p50_ms']:.1f} ms, "
            f"p99 {found['p99_ms']:.1f} ms").replace(",", " ", found["rate"] >= 1000)


def versus(table, port, database, seconds, rounds):
    """The list page here and in the peer, in turns."""
    paths = house.list_paths(database)
    ours = (port, house.signed_in(port, "planner").cookie)
    say("filling the peer's database")
    with peer(database) as theirs:
        sides = {"Mingcha": ours, "Django": theirs}
        for at, cookie in sides.values():
            house.check_list(at, paths, cookie, database)
            measure.load(at, paths, 2, cookie)
        found = {name: [] for name in sides}
        for turn in range(rounds):
            for name, (at, cookie) in sides.items():
                found[name].append(measure.load(at, paths, seconds, cookie, seed=turn))
    medians = {name: {key: statistics.median(one[key] for one in runs) for key in runs[0]}
               for name, runs in found.items()}
    ratio = medians["Mingcha"]["rate"] / medians["Django"]["rate"]
    table.add("list of 50 bodies out of 50 000, signed in, random region and page",
              figure(medians["Mingcha"]), f"p99 < {PAGE_TARGET_MS} ms",
              medians["Mingcha"]["p99_ms"] < PAGE_TARGET_MS)
    table.add("the same page in Django 5.2, gunicorn with 2 workers, PostgreSQL 15",
              figure(medians["Django"]))
    table.add("requests/s of the two", f"{ratio:.1f} ×", f"≥ {RATIO_TARGET} ×",
              ratio >= RATIO_TARGET)


def isolation(table, seconds):
    """A trivial page while every worker but one is kept busy for two seconds at a time."""
    port = measure.free_port()
    with measure.service("isolation", measure.HTTP_BENCH, str(port), str(SLOW_WORKERS + 1), WORK,
                         ready=(port, "/quick")):
        with subprocess.Popen(
                [*measure.PINNED, "wrk", "--threads=1", f"--connections={SLOW_WORKERS}",
                 f"--duration={2 * seconds + 8}s", "--timeout=10s",
                 f"http://127.0.0.1:{port}/slow"], stdout=subprocess.DEVNULL) as slow:
            time.sleep(1)
            for connections in (1, 8):
                found = measure.load(port, ["/quick"], seconds, connections=connections)
                table.add(
                    f"trivial page while {SLOW_WORKERS} of {SLOW_WORKERS + 1} workers are busy "
                    f"for 2 s each, {connections} connection{'s' if connections > 1 else ''}",
                    figure(found), f"p99 < {ISOLATION_TARGET_MS} ms",
                    found["p99_ms"] < ISOLATION_TARGET_MS)
            if slow.poll() is not None:
                raise RuntimeError("the slow requests ended too early")
            slow.terminate()


def main():
    parser = argparse.ArgumentParser(prog="Benchmarks/run.sh")
    parser.add_argument("--quick", action="store_true", help="short measurements")
    is_quick = parser.parse_args().quick
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    WORK.mkdir(parents=True, exist_ok=True)
    for log in WORK.glob("*.log"):
        log.unlink()
    times, seconds, rounds = (1, 2, 1) if is_quick else (3, 6, 3)
    table = Table(f"wrk and PostgreSQL included; {CONNECTIONS} connections unless said otherwise; "
                  "medians.")
    draws(table, times)
    small = demo(WORK / "demo", DEMO_BODIES)
    large = demo(WORK / "large", BODIES)
    starts(table, large, times)
    port, server = serving(small)
    with server:
        sign_in_times(table, port, times)
        pages(table, port, small, min(seconds, 4))
    port, server = serving(large)
    with server as (process, _):
        versus(table, port, large / "mingcha.db", seconds, rounds)
        table.add("memory of the server after that, shared pages counted once",
                  f"{measure.proportional(process.pid):.0f} MiB")
    isolation(table, seconds)
    (WORK / "table.md").write_text(table.text())
    print(table.text())
    for what in table.missed:
        say(f"target missed: {what}")


if __name__ == "__main__":
    main()
