"""Running programs, asking servers, and what that took. Standard library only."""
import contextlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = ROOT / "var" / "bench"
MINGCHA = ROOT / ".build" / "release" / "mingcha"
HTTP_BENCH = ROOT / ".build" / "release" / "HTTPBench"
CONNECTIONS = 32

# Servers and load share two cores, as the targets say, however many there are.
CORES = sorted(os.sched_getaffinity(0))
PINNED = (["taskset", "-c", ",".join(map(str, CORES[:2]))] if len(CORES) > 2 else [])


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def run(*command):
    """Runs a program to its end: milliseconds of wall clock, MiB of memory at most."""
    began = time.perf_counter()
    process = subprocess.Popen([*PINNED, *command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    took = (time.perf_counter() - began) * 1000
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {process.returncode}")
    return took, usage.ru_maxrss / 1024


def median_run(times, *command):
    runs = [run(*command) for _ in range(times)]
    return (statistics.median(took for took, _ in runs),
            statistics.median(memory for _, memory in runs))


@contextlib.contextmanager
def service(name, *command, ready, environment=None):
    """A server on the two cores while the block runs; `ready` is asked until it answers 200.

    Yields the process and the milliseconds until then.
    """
    with open(WORK / f"{name}.log", "ab") as log:
        began = time.perf_counter()
        process = subprocess.Popen(
            [*PINNED, *command], stdout=log, stderr=log,
            env={**os.environ, **(environment or {})})
    try:
        while not answers(*ready):
            if process.poll() is not None or time.perf_counter() - began > 60:
                raise RuntimeError(f"{name} did not start, see var/bench/{name}.log")
            time.sleep(0.001)
        yield process, (time.perf_counter() - began) * 1000
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def cluster(folder):
    """A PostgreSQL cluster of its own on the two cores: the URL of its database, its folder."""
    script = ROOT / "Tests" / "postgres.sh"
    shutil.rmtree(folder, ignore_errors=True)
    url = subprocess.run([*PINNED, script, "start", folder], check=True,
                         capture_output=True, text=True).stdout.strip()
    try:
        yield url, folder
    finally:
        subprocess.run([script, "stop", folder], stderr=subprocess.DEVNULL)


def answers(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def own(pid):
    """MiB of memory a process holds for itself now, without the files it maps."""
    return of_process(pid, "status", "RssAnon:")


def proportional(pid):
    """MiB, pages mapped several times counted once: every reader maps the database."""
    return of_process(pid, "smaps_rollup", "Pss:")


def of_process(pid, file, name):
    for line in open(f"/proc/{pid}/{file}"):
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"/proc/{pid}/{file} has no {name}")


def load(port, paths, seconds, cookie="", connections=CONNECTIONS, seed=1):
    """Lets wrk ask for random ones of `paths`; every answer has to be a page."""
    WORK.joinpath("paths.txt").write_text("".join(f"{path}\n" for path in paths))
    command = [
        *PINNED, "wrk", f"--threads={min(2, connections)}", f"--connections={connections}",
        f"--duration={seconds}s", "--timeout=10s", "--script", str(ROOT / "Benchmarks" / "wrk.lua"),
        *(["--header", f"Cookie: {cookie}"] if cookie else []), f"http://127.0.0.1:{port}", "--",
        str(WORK / "paths.txt"), str(seed)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(answer.stdout.splitlines()[-1])
    found["rate"] = found["requests"] / found["seconds"]
    if found["failed"] or found["refused"]:
        raise RuntimeError(f"{paths[0]}: not every request was answered: {found}")
    return found
