"""Measures the draw and writes the table; see draw.sh."""
import argparse
import shutil
import statistics
import subprocess
import sys

import measure
from measure import MINGCHA, ROOT, WORK, say
from table import Table

BENCH = ROOT / ".build" / "release" / "DrawBench"
ONE_CORE = ["taskset", "-c", str(measure.CORES[0])]
SAMPLER_RATIO = 50
OPENSSL_RATIO = 0.8
ROUNDS = 3


def rates(*command, ids):
    """What a program measured on one core: its lines `name TAB number`."""
    with open(ids, "rb") as file:
        answer = subprocess.run([*ONE_CORE, *map(str, command)], stdin=file, text=True, check=True,
                                stdout=subprocess.PIPE).stdout
    return {name: float(rate) for name, rate in (line.split("\t") for line in answer.splitlines())}


def blocks(suite):
    """Compressions a second of `openssl speed`, one core."""
    answer = subprocess.run(
        [*ONE_CORE, "openssl", "speed", "-mr", "-evp", suite, "-bytes", "16384", "-seconds", "1"],
        capture_output=True, text=True, check=True).stdout
    return float(answer.split(":")[-1]) / 64


def tickets(table, folder):
    """Ours and the peers' in turn, so that whatever slows the machine slows all."""
    ids = WORK / "ids.txt"
    with open(folder / "roster.tsv", encoding="utf-8") as roster, open(ids, "w") as file:
        next(roster)
        file.writelines(line.split("\t", 1)[0] + "\n" for _, line in zip(range(100_000), roster))
    rounds = [(rates(BENCH, "tickets", ids=ids),
               rates(sys.executable, ROOT / "Benchmarks" / "sampler_peer.py", ids=ids),
               blocks("sha256"), blocks("sm3")) for _ in range(ROUNDS)]
    ours = {name: statistics.median(one[0][name] for one in rounds) for name in rounds[0][0]}

    def best(rates, suite):
        return max(rate for name, rate in rates.items() if name.startswith(suite))

    sampler = statistics.median(best(one, "sha256") / peer["consistent_sampler"]
                                for one, peer, *_ in rounds)
    rate = best(ours, "sha256")
    table.add("object tickets a second on one core, beside consistent_sampler on the same ids",
              f"{rate / 1e6:.1f} M/s, {sampler:.0f} ×", f"≥ {SAMPLER_RATIO} ×",
              sampler >= SAMPLER_RATIO)
    for suite, place in [("sha256", 2), ("sm3", 3)]:
        ratio = statistics.median(best(one[0], suite) / one[place] for one in rounds)
        beside = statistics.median(one[place] for one in rounds)
        target = (f"≥ {OPENSSL_RATIO} ×", ratio >= OPENSSL_RATIO) if suite == "sha256" else ()
        table.add(f"{suite} tickets beside block compressions of `openssl speed` "
                  f"({beside / 1e6:.1f} M/s), one core",
                  f"{best(ours, suite) / 1e6:.1f} M/s, {ratio:.2f} ×", *target)
    kernels = ", ".join(f"{name} {rate / 1e6:.1f}" for name, rate in ours.items())
    table.add("the same by kernel, M/s", kernels)


def large(table, records, kind, seconds, memory, what, times):
    """A whole process, from opening the files to the last line of the transcript."""
    folder = WORK / f"draw-{kind}"
    if shutil.disk_usage(WORK).free < records * 90:
        table.add(what, "not measured: no room for the roster on the disk")
        return
    say(f"writing {records} records")
    subprocess.run([BENCH, "folder", folder, str(records), kind], check=True)
    size = (folder / "roster.tsv").stat().st_size
    took, used = measure.median_run(times, MINGCHA, "draw", folder)
    table.add(f"{what} ({size / 1e9:.2f} GB)", f"{took / 1000:.2f} s, {used:.0f} MiB",
              f"≤ {seconds} s, ≤ {memory} MiB", took <= seconds * 1000 and used <= memory)
    return folder


def assignments(table):
    for objects, inspectors, seconds in [
            (1_000, 2_000, 1), (2_500, 5_000, None), (5_000, 6_000, None), (10_000, 8_000, None),
            (20_000, 10_000, 20)]:
        folder = WORK / "draw-teams"
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([BENCH, "teams", folder, str(objects), str(inspectors)], check=True)
        took, used = measure.median_run(1, MINGCHA, "draw", folder)
        target = (f"≤ {seconds} s", took <= seconds * 1000) if seconds else ()
        table.add(f"assignment: {objects} objects × 3 roles × {inspectors} inspectors",
                  f"{took / 1000:.2f} s, {used:.0f} MiB", *target)


def browser(table):
    answer = subprocess.run([sys.executable, ROOT / "Benchmarks" / "browser.py"], text=True,
                            stdout=subprocess.PIPE, check=True).stdout
    seconds = float(answer.split()[0])
    table.add("verification of 100 000 records in Chromium, from the dropped ZIP to the answer",
              f"{seconds:.2f} s", "≤ 3 s", seconds <= 3)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without the large roster")
    quick = parser.parse_args().quick
    WORK.mkdir(parents=True, exist_ok=True)
    table = Table("whole processes unless told otherwise; peers measured in turn in the same run")
    folder = large(table, 1_000_000, "strata", 1.0, 150,
                   "1 000 000 records, 400 strata, 5 000 picks, full transcript", 5)
    tickets(table, folder)
    if not quick:
        large(table, 50_000_000, "plain", 20, 400, "50 000 000 records, one stage, 10 000 picks", 1)
        shutil.rmtree(WORK / "draw-plain", ignore_errors=True)
    assignments(table)
    browser(table)
    (WORK / "draw-table.md").write_text(table.text())
    print(table.text())
    sys.exit(1 if table.missed else 0)


main()
