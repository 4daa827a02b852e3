"""Measures search, backup and restore at national size and writes the table; see national.sh."""
import argparse
import http.client
import random
import shutil
import signal
import sys
import time
import urllib.parse

import house
import measure
from measure import MINGCHA, WORK, say
from table import Table

TARGET_MS = 50
BODIES = 53_000


def national(folder, capabilities, database=None):
    """The demo of national size, made once for a program and kept: seconds, MiB, or None."""
    stamp = folder / "made-by.txt"
    facts = f"{capabilities} {MINGCHA.stat().st_mtime_ns}"
    if stamp.exists() and stamp.read_text() == facts:
        return None
    say(f"making {BODIES} bodies with {capabilities} capabilities in {folder.name}")
    command = [MINGCHA, "demo", "--size", "national", "--data", folder, "--bodies", str(BODIES),
               "--capabilities", str(capabilities), "--date", "2026-11-20"]
    if database:
        command += ["--database", database]
    took, memory = measure.run(*command)
    stamp.write_text(facts)
    return took / 1000, memory


def pieces(dice, text, least, most):
    """A part of a text, as somebody would type it."""
    length = min(len(text), dice.randint(least, most))
    start = dice.randint(0, len(text) - length)
    return text[start:start + length]


def questions(database, count):
    """What is asked, by kind: the same list for every engine and run."""
    dice = random.Random(20261121)

    def some(statement):
        found = [row for row in house.rows(database, statement)]
        return [dice.choice(found) for _ in range(count)]

    names = some("SELECT name FROM bodies ORDER BY id")
    codes = some("SELECT uscc, certificate_number FROM bodies ORDER BY id")
    former = some("SELECT name FROM body_versions ORDER BY id")
    persons = some("SELECT legal_representative, address FROM bodies ORDER BY id")
    parameters = some("SELECT name FROM terms WHERE kind = 'parameter' ORDER BY id")
    standards = some("SELECT code FROM standards ORDER BY id")
    last = house.rows(database, "SELECT max(id) FROM bodies")[0][0]
    pairs = []
    while len(pairs) < count:
        pairs += house.rows(
            database, "SELECT p.name, s.code FROM capabilities c JOIN terms p ON p.id = c.parameter"
            " JOIN standards s ON s.id = c.standard WHERE c.body = ? AND c.number <= 3",
            dice.randint(1, last))
    regions = [row[0] for row in house.rows(
        database, "SELECT DISTINCT region FROM bodies ORDER BY region")]
    often = ["检测", "有限公司", "检测有限公司", "环境", "工程", "上海", "江苏", "广东", "中心", "机动车"]
    frequent = [row[0] for row in house.rows(
        database, "SELECT name FROM terms WHERE kind = 'parameter' AND length(name) <= 3"
        " ORDER BY id LIMIT 60")]

    def search(**pairs):
        return "/bodies/search?" + urllib.parse.urlencode(pairs)

    def who(**pairs):
        return "/capabilities?" + urllib.parse.urlencode(pairs)

    return {
        "bodies by two characters of a name": [
            search(q=pieces(dice, name, 2, 2)) for name, in names],
        "bodies by three to eight characters of a name": [
            search(q=pieces(dice, name, 3, 8)) for name, in names],
        "bodies by a frequent word": [search(q=dice.choice(often)) for _ in range(count)],
        "bodies by a former name": [search(q=pieces(dice, name, 2, 9)) for name, in former],
        "bodies by a part of a code": [
            search(q=pieces(dice, dice.choice(both), 4, 18)) for both in codes],
        "bodies by a person or an address": [
            search(q=pieces(dice, dice.choice(both), 2, 6)) for both in persons],
        "who tests a parameter": [who(x=name) for name, in parameters],
        "who tests a parameter, part of its name": [
            who(x=pieces(dice, name, 1, 4)) for name, in parameters],
        "who tests a frequent parameter": [who(x=dice.choice(frequent)) for _ in range(count)],
        "who tests by a standard": [who(y=code.rsplit("-", 1)[0]) for code, in standards],
        "who tests a parameter by a standard": [who(x=x, y=y) for x, y in pairs[:count]],
        "the same, in a province": [
            who(x=x, y=y, region=dice.choice(regions)) for x, y in pairs[:count]],
        "a parameter in a province": [
            who(x=dice.choice(frequent), region=dice.choice(regions)) for _ in range(count)],
        "a parameter by a standard nobody tests it by": [
            who(x=x, y=y) for (x, _), (_, y) in zip(pairs, pairs[count // 2:] + pairs)][:count],
        "list of bodies, random page": [
            f"/bodies?after={dice.randint(1, last)}" for _ in range(count)],
        "capabilities of a body": [
            f"/bodies/{dice.randint(1, last)}/capabilities" for _ in range(count)],
    }


def ask(port, cookie, paths):
    """Asks one after another on one connection: milliseconds of each."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    took = []
    for path in paths:
        began = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        took.append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            raise RuntimeError(f"{path} was answered with status {answer.status}")
    connection.close()
    return sorted(took)


def measured(table, label, port, asked):
    cookie = house.signed_in(port, "national").cookie
    for what, paths in asked.items():
        ask(port, cookie, paths[:20])
        took = ask(port, cookie, paths)
        p50, p99 = took[len(took) // 2], took[min(len(took) - 1, len(took) * 99 // 100)]
        table.add(f"{label}: {what}", f"p50 {p50:.1f} ms, p99 {p99:.1f} ms, slowest {took[-1]:.0f} ms",
                  f"p99 ≤ {TARGET_MS} ms", p99 <= TARGET_MS)


def serving(folder, database=None):
    port = measure.free_port()
    return port, measure.service(
        "national", MINGCHA, "serve", "--data", folder, "--port", str(port), "--workers", "4",
        *(["--database", database] if database else []), ready=(port, "/readyz"))


def size_of(folder):
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 2**30


def backup(table, label, folder, database=None):
    """Out into a file and into an empty place of the embedded database."""
    file, target = WORK / "national.backup", WORK / "national-restored"
    file.unlink(missing_ok=True)
    shutil.rmtree(target, ignore_errors=True)
    took, memory = measure.run(
        MINGCHA, "backup", file, "--data", folder, *(["--database", database] if database else []))
    table.add(f"{label}: backup", f"{took / 1000:.0f} s, {memory:.0f} MiB, "
                                  f"{file.stat().st_size / 2**20:.0f} MiB file")
    took, memory = measure.run(MINGCHA, "restore", file, "--data", target)
    table.add(f"{label}: restore into SQLite", f"{took / 1000:.0f} s, {memory:.0f} MiB")
    file.unlink()
    shutil.rmtree(target)


def million(count):
    return f"{count / 1_000_000:g} million"


def one_size(table, capabilities, count):
    folder = WORK / f"national-{capabilities}"
    made = national(folder, capabilities)
    if made:
        table.add(f"SQLite, {million(capabilities)}: making it",
                  f"{made[0]:.0f} s, {made[1]:.0f} MiB, {size_of(folder):.1f} GiB on disk")
    asked = questions(folder / "mingcha.db", count)
    port, server = serving(folder)
    with server as (process, _):
        measured(table, f"SQLite, {million(capabilities)}", port, asked)
        table.add(f"SQLite, {million(capabilities)}: memory of the server after that",
                  f"{measure.proportional(process.pid):.0f} MiB")
    backup(table, f"SQLite, {million(capabilities)}", folder)
    with measure.cluster(WORK / "national-postgres") as (url, place):
        data = WORK / f"national-{capabilities}-postgres"
        shutil.rmtree(data, ignore_errors=True)
        made = national(data, capabilities, url)
        table.add(f"PostgreSQL, {million(capabilities)}: making it",
                  f"{made[0]:.0f} s, {made[1]:.0f} MiB, {size_of(place):.1f} GiB on disk")
        port, server = serving(data, url)
        with server:
            measured(table, f"PostgreSQL, {million(capabilities)}", port, asked)
        backup(table, f"PostgreSQL, {million(capabilities)}", data, url)


def main():
    parser = argparse.ArgumentParser(prog="Benchmarks/national.sh")
    parser.add_argument("--quick", action="store_true", help="fewer questions")
    parser.add_argument("--capabilities", default="1000000,10000000")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    WORK.mkdir(parents=True, exist_ok=True)
    table = Table(f"{BODIES} bodies; the server, PostgreSQL and the client on the same cores; "
                  "questions one after another.")
    for capabilities in map(int, arguments.capabilities.split(",")):
        one_size(table, capabilities, 60 if arguments.quick else 400)
    (WORK / "national-table.md").write_text(table.text())
    print(table.text())
    for what in table.missed:
        say(f"target missed: {what}")


if __name__ == "__main__":
    main()
