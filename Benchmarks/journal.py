"""The journal with millions of entries: made, asked, verified, exported, backed up, restored.

Prints a table in Markdown and writes it to var/bench/journal.md. Started by journal.sh.
"""
import datetime
import hashlib
import http.client
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import time

from house import signed_in
from measure import MINGCHA, WORK, say

HERE = WORK / "journal"
HOUR = 3_600_000


# MARK: entries

def digest(entry):
    """As JournalEntry computes it: every column with its length in four bytes before it."""
    number, at, account, actor, authority, action, kind, subject, reason, facts, previous = entry
    message = bytearray()
    for text in ("mingcha-journal-1", previous, str(number), str(at), str(account or "-"),
                 str(authority or "-"), actor, action, kind, subject, reason, facts):
        content = text.encode()
        message += len(content).to_bytes(4, "big") + content
    return hashlib.sha256(message).hexdigest()


ACTIONS = [("visit.answer", "visit", 50), ("account.sign-in", "account", 20),
           ("account.sign-out", "account", 8), ("visit.schedule", "visit", 6),
           ("visit.notify", "visit", 4), ("visit.submit", "visit", 4), ("registry.edit", "body", 4),
           ("visit.approve", "visit", 2), ("rectification.answer", "rectification", 1),
           ("plan.edit", "plan", 1), ("draw.amend", "draw", 0.01)]


def people(connection):
    return connection.execute(
        "SELECT a.id, a.name, a.authority, t.region FROM accounts a"
        " JOIN authorities t ON t.id = a.authority ORDER BY a.id").fetchall()


def entries(connection, count, head, seed):
    """New entries behind the last, spread over six years, and where each is seen."""
    chance = random.Random(seed)
    actors = people(connection)
    kinds = chance.choices(ACTIONS, [weight for _, _, weight in ACTIONS], k=1 << 16)
    number, previous, at = head
    step = 6 * 365 * 24 * HOUR // 10_000_000
    for index in range(count):
        action, kind, _ = kinds[chance.getrandbits(16)]
        account, name, authority, region = actors[chance.randrange(len(actors))]
        number += 1
        at += step
        subject = str(account if kind == "account" else chance.randrange(1, 200_000))
        reason = "机构来函说明设备检定，改期" if action == "visit.schedule" else ""
        facts = (f"item={index % 60}\nanswer=compliant" if action == "visit.answer"
                 else "credit_class=B → C" if action == "registry.edit" else "")
        entry = (number, at, account, name, authority, action, kind, subject, reason, facts,
                 previous)
        previous = digest(entry)
        yield (*entry, previous), region


def scopes(region):
    found = [region[:2] + "0000"] if region != "000000" else []
    if region[2:] != "0000":
        found.append(region[:4] + "00")
    if region[4:] != "00":
        found.append(region)
    return found


def grow(database, count):
    """Brings the journal to `count` entries."""
    connection = sqlite3.connect(database)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
                             "PRAGMA cache_size=-400000;")
    number, last = connection.execute("SELECT number, digest FROM journal_head").fetchone()
    at = connection.execute("SELECT at FROM journal WHERE number = ?", (number,)).fetchone()[0]
    rows, seen, days = [], [], {}

    def flush():
        connection.executemany(
            "INSERT INTO journal (number, at, account, actor, authority, action, subject_kind,"
            " subject, reason, facts, previous, digest) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", rows)
        connection.executemany("INSERT INTO journal_sight VALUES (?,?)", sorted(seen))
        for day, (first, final, entries_) in days.items():
            connection.execute(
                "INSERT INTO journal_days VALUES (?,?,?,?) ON CONFLICT (day) DO UPDATE SET"
                " last_number = excluded.last_number, entries = entries + excluded.entries",
                (day, first, final, entries_))
        connection.execute("UPDATE journal_head SET number = ?, digest = ?",
                           (rows[-1][0], rows[-1][-1]))
        connection.commit()
        rows.clear(), seen.clear(), days.clear()

    for entry, region in entries(connection, count - number, (number, last, at), count):
        rows.append(entry)
        seen += [(scope, entry[0]) for scope in scopes(region)]
        day = (entry[1] + 8 * HOUR) // (24 * HOUR)
        first, _, entries_ = days.get(day, (entry[0], 0, 0))
        days[day] = (first, entry[0], entries_ + 1)
        if len(rows) == 100_000:
            flush()
    if rows:
        flush()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


# MARK: measuring

def measured(*command):
    """Runs mingcha: seconds, MiB of memory at most, output."""
    began = time.perf_counter()
    process = subprocess.Popen([MINGCHA, *map(str, command)], stdout=subprocess.PIPE)
    output = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    took = time.perf_counter() - began
    if process.returncode != 0:
        raise RuntimeError(f"{command} ended with {process.returncode}: {output}")
    return took, usage.ru_maxrss / 1024, output


def questions(database):
    """Addresses of pages by what they ask, many of each."""
    chance = random.Random(7)
    connection = sqlite3.connect(database)
    head = connection.execute("SELECT number FROM journal_head").fetchone()[0]
    days = [datetime.date.fromordinal(day + 719_163).isoformat() for day, in connection.execute(
        "SELECT day FROM journal_days ORDER BY day").fetchall()]
    logins = [login for login, in connection.execute(
        "SELECT login FROM accounts WHERE authority IS NOT NULL")]
    connection.close()

    def many(make, count=60):
        return [make() for _ in range(count)]

    return {
        "newest": ["/journal"] * 60,
        "somewhere": many(lambda: f"/journal?before={chance.randrange(100, head)}"),
        "one record": many(lambda: f"/journal?kind=visit&subject={chance.randrange(1, 200_000)}"),
        "one person": many(lambda: f"/journal?person={chance.choice(logins)}"),
        "one day": many(lambda: "/journal?from={0}&until={0}".format(chance.choice(days))),
        "one action": many(lambda: f"/journal?action={chance.choice(ACTIONS)[0]}"),
        "a rare action": ["/journal?action=draw.amend"] * 60,
        "person and rare action": many(
            lambda: f"/journal?person={chance.choice(logins)}&action=draw.amend"),
        "person, action, days": many(
            lambda: "/journal?person={}&action=visit.answer&from={}".format(
                chance.choice(logins), chance.choice(days))),
        "kind and person": many(lambda: f"/journal?kind=plan&person={chance.choice(logins)}"),
    }


def pages(location, logins, database):
    """Milliseconds of every page by question, for each auditor."""
    port = 18800 + os.getpid() % 100
    server = subprocess.Popen([MINGCHA, "serve", *location, "--port", str(port)],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    times = {}
    try:
        server.stdout.readline()
        for login in logins:
            browser = signed_in(port, login)
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
            for question, addresses in questions(database).items():
                for address in addresses:
                    began = time.perf_counter()
                    connection.request("GET", address, headers={"Cookie": browser.cookie})
                    answer = connection.getresponse()
                    answer.read()
                    took = (time.perf_counter() - began) * 1000
                    if answer.status != 200:
                        raise RuntimeError(f"{address} was answered with {answer.status}")
                    times.setdefault(f"{question} ({login})", []).append(took)
    finally:
        server.terminate()
        server.wait()
    return times


def point(times, share):
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def report(engine, count, location, database, lines):
    took, memory, output = measured("journal", "verify", *location)
    lines.append((engine, count, "verify", f"{count / took:,.0f} entries/s", f"{took:.1f} s",
                  f"{memory:.0f} MiB"))
    say(f"{engine} {count}: verified in {took:.1f} s: {output.strip()[:40]}")
    anchor = HERE / f"anchor-{engine}-{count}.txt"
    anchor.unlink(missing_ok=True)
    for question, times in pages([*location, "--anchor", anchor], AUDITORS, database).items():
        lines.append((engine, count, question, f"p50 {point(times, 0.5):.1f} ms",
                      f"p99 {point(times, 0.99):.1f} ms", f"max {max(times):.1f} ms"))
    file = HERE / f"export-{engine}-{count}.ndjson"
    file.unlink(missing_ok=True)
    took, memory, _ = measured("journal", "export", file, "--kind", "visit", "--subject", "17",
                               *location)
    lines.append((engine, count, "export one record with proof", f"{took:.2f} s",
                  f"{file.stat().st_size} bytes", f"{memory:.0f} MiB"))
    took, memory, _ = measured("journal", "check", file)
    lines.append((engine, count, "check it", f"{took:.2f} s", "", f"{memory:.0f} MiB"))


AUDITORS = ["audit-000000", "audit", "audit-310115"]


def add_auditors(database):
    """Beside the city's auditor one of the country and one of a district, same password."""
    connection = sqlite3.connect(database)
    connection.execute(
        "INSERT INTO authorities (code, name, department, level, region)"
        " VALUES ('market-000000', '总局', 'market', 'national', '000000')")
    for region in ("000000", "310115"):
        connection.execute(
            "INSERT INTO accounts (login, name, password, is_initial, authority, state, failures,"
            " created_at) SELECT 'audit-' || ?1, '审计', a.password, 0, t.id, 'active', 0,"
            " a.created_at FROM accounts a, authorities t"
            " WHERE a.login = 'audit' AND t.code = 'market-' || ?1", (region,))
        connection.execute(
            "INSERT INTO account_roles (account, role) SELECT id, 'audit-administrator'"
            " FROM accounts WHERE login = 'audit-' || ?", (region,))
    connection.commit()
    connection.close()


def main():
    if sys.argv[1:2] == ["--grow"]:
        return grow(sys.argv[2], int(sys.argv[3]))
    counts = [int(word) for word in sys.argv[1:]]
    shutil.rmtree(HERE, ignore_errors=True)
    HERE.mkdir(parents=True)
    data = HERE / "data"
    subprocess.run([MINGCHA, "demo", "--data", data], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    database = data / "mingcha.db"
    add_auditors(database)
    lines = []
    for count in counts:
        say(f"making {count} entries")
        # In a process of its own: what it took would count for the programs started here.
        subprocess.run([sys.executable, __file__, "--grow", database, str(count)], check=True)
        report("SQLite", count, ["--data", data], database, lines)
        backup = HERE / "backup"
        backup.unlink(missing_ok=True)
        took, memory, _ = measured("backup", backup, "--data", data)
        lines.append(("SQLite", count, "backup", f"{took:.1f} s",
                      f"{backup.stat().st_size / 1048576:.0f} MiB file", f"{memory:.0f} MiB"))
        name = f"bench_{count}"
        url = os.environ["MINGCHA_BENCH_POSTGRES"]
        subprocess.run(["psql", "-q", url, "-c",
                        f"CREATE DATABASE {name} ENCODING 'UTF8' LOCALE 'C.UTF-8'"
                        " TEMPLATE template0"], check=True)
        place = ["--data", HERE / f"data-{count}", "--database",
                 url.rsplit("/", 1)[0] + "/" + name]
        took, memory, _ = measured("restore", backup, *place)
        lines.append(("PostgreSQL", count, "restore", f"{took:.1f} s", "", f"{memory:.0f} MiB"))
        subprocess.run(["psql", "-q", place[3], "-c", "ANALYZE"], check=True)
        report("PostgreSQL", count, place, database, lines)
        backup.unlink()
        took, memory, _ = measured("backup", backup, *place)
        lines.append(("PostgreSQL", count, "backup", f"{took:.1f} s",
                      f"{backup.stat().st_size / 1048576:.0f} MiB file", f"{memory:.0f} MiB"))
        restored = HERE / "restored"
        took, memory, _ = measured("restore", backup, "--data", restored)
        lines.append(("SQLite", count, "restore", f"{took:.1f} s", "", f"{memory:.0f} MiB"))
        shutil.rmtree(restored)
    table = ["| engine | entries | what | | | |", "|---|---:|---|---:|---:|---:|"]
    table += ["| " + " | ".join(map(str, line)) + " |" for line in lines]
    (WORK / "journal.md").write_text("\n".join(table) + "\n")
    print("\n".join(table))


if __name__ == "__main__":
    main()
