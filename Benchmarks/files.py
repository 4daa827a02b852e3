"""Measures files in and out and writes the table; see files.sh."""
import argparse
import shutil
import subprocess
import sys

from measure import MINGCHA, PINNED, ROOT, WORK, run, say
from table import Table

DATA = WORK / "files"


def mingcha(*words):
    """Seconds and MiB of one command of the program."""
    took, memory = run(MINGCHA, *words, "--data", DATA)
    return took / 1000, memory


def workbook(kind, name, *words):
    path = WORK / name
    if not path.exists():
        say(f"writing {name}")
        subprocess.run(
            [sys.executable, ROOT / "Benchmarks" / "workbook.py", kind, path, *map(str, words)],
            check=True)
    return path


def spaced(number):
    return f"{number:,}".replace(",", " ")


def bodies(table):
    fifty = workbook("bodies", "bodies-50000.xlsx", "--rows", 50_000)
    five = workbook("bodies", "bodies-5000.xlsx", "--rows", 5_000, "--first", 50_000)
    took, memory = mingcha("import", "bodies", fifty)
    table.add("50 000 bodies in from XLSX", f"{took:.2f} s, {memory:.0f} MiB")
    out(table, "bodies", "50 000", ["csv", "xlsx", "ndjson"], 1)
    checked, _ = mingcha("import", "bodies", five, "--dry-run")
    stored, memory = mingcha("import", "bodies", five)
    table.add("5 000 bodies in from XLSX, dry run and accept",
              f"{checked + stored:.2f} s, {memory:.0f} MiB", "≤ 2 s", checked + stored <= 2)
    same, _ = mingcha("import", "bodies", fifty, "--dry-run")
    table.add("dry run of 50 000 rows that are stored already", f"{same:.2f} s")


def out(table, kind, rows, formats, target):
    for form in formats:
        took, memory = mingcha("export", kind, "--format", form)
        is_met = None if target is None else took <= target
        table.add(f"{rows} rows of {kind} out as {form.upper()}",
                  f"{took:.2f} s, {memory:.0f} MiB", f"≤ {target} s" if target else "—", is_met)


def capabilities(table, rows):
    path = workbook("capabilities", f"capabilities-{rows}.xlsx", "--rows", rows)
    size = path.stat().st_size / 2**20
    took, memory = mingcha("import", "capabilities", path, "--dry-run")
    table.add(f"{spaced(rows)} capability rows from XLSX ({size:.0f} MiB), dry run",
              f"{took:.1f} s, {memory:.0f} MiB")
    took, memory = mingcha("import", "capabilities", path)
    table.add(f"{spaced(rows)} capability rows from XLSX in", f"{took:.1f} s, {memory:.0f} MiB",
              "≤ 60 s, ≤ 300 MiB", took <= 60 and memory <= 300)
    out(table, "capabilities", spaced(rows), ["csv", "xlsx", "ndjson"], None)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="with 100 000 capability rows only")
    quick = parser.parse_args().quick
    WORK.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(DATA, ignore_errors=True)
    subprocess.run(
        [*PINNED, MINGCHA, "setup", "--authority", "上海市市场监督管理局", "--region", "310000",
         "--data", DATA], check=True, stdout=subprocess.DEVNULL)
    table = Table("whole processes on SQLite; output written to /dev/null")
    bodies(table)
    capabilities(table, 100_000 if quick else 1_000_000)
    shutil.rmtree(DATA, ignore_errors=True)
    (WORK / "files-table.md").write_text(table.text())
    print(table.text())
    sys.exit(1 if table.missed else 0)


main()
