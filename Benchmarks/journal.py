"""The journal with millions of entries: made, asked, verified, exported, backed up, restored.

Prints a table in Markdown and writes it to var/bench/journal-table.md. Started by journal.sh.
"""
import datetime
import hashlib
import http.client
import random
import shutil
import sqlite3
import subprocess
import sys
import time

import measure
from house import signed_in
from measure import MINGCHA, WORK, say
from table import Table

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


def pages(location, database):
    """Milliseconds of every page by question and auditor."""
    port = measure.free_port()
    times = {}
    with measure.service("journal", MINGCHA, "serve", *location, "--port", str(port),
                         "--workers", "4", ready=(port, "/readyz")):
        for login in AUDITORS:
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
                    times.setdefault(f"{question}, {login}", []).append(took)
    return times


def point(times, share):
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def report(table, engine, count, location, database):
    label = f"{engine}, {count / 1_000_000:g} million"
    took, memory = measure.run(MINGCHA, "journal", "verify", *location)
    rate = count / took * 1000
    table.add(f"{label}: verify", f"{rate:,.0f} entries/s".replace(",", " ") + f", {memory:.0f} MiB",
              "≥ 200 000/s", rate >= 200_000)
    times = pages([*location, "--anchor", HERE / "anchor.txt"], database)
    (HERE / "anchor.txt").unlink(missing_ok=True)
    everything = [took for some in times.values() for took in some]
    slowest, worst = max(((question, point(some, 0.99)) for question, some in times.items()),
                         key=lambda pair: pair[1])
    table.add(f"{label}: pages, {len(times)} ways of asking",
              f"p50 {point(everything, 0.5):.1f} ms, slowest way p99 {worst:.0f} ms ({slowest})",
              "≤ 300 ms", max(everything) <= 300)
    file = HERE / "export.ndjson"
    file.unlink(missing_ok=True)
    took, memory = measure.run(MINGCHA, "journal", "export", file, "--kind", "visit",
                               "--subject", "17", *location)
    checked, _ = measure.run(MINGCHA, "journal", "check", file)
    table.add(f"{label}: export one record with its proof, check it",
              f"{took / 1000:.2f} s, {checked / 1000:.2f} s, {file.stat().st_size} bytes")


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
    table = Table("pages asked one after another by auditors of the country, a city and a district; "
                  "server, PostgreSQL and client on the same cores.")
    with measure.cluster(WORK / "journal-postgres") as (url, _):
        for count in counts:
            one_size(table, count, data, url)
    (WORK / "journal-table.md").write_text(table.text())
    print(table.text())


def one_size(table, count, data, url):
    database = data / "mingcha.db"
    say(f"making {count} entries")
    # In a process of its own: what it took would count for the programs started here.
    subprocess.run([sys.executable, __file__, "--grow", database, str(count)], check=True)
    report(table, "SQLite", count, ["--data", data], database)
    backup = HERE / "backup"
    copied(table, f"SQLite, {count / 1_000_000:g} million: backup", backup, "--data", data)
    name = f"bench_{count}"
    subprocess.run(["psql", "-q", url, "-c",
                    f"CREATE DATABASE {name} ENCODING 'UTF8' LOCALE 'C.UTF-8'"
                    " TEMPLATE template0"], check=True)
    place = ["--data", HERE / f"data-{count}", "--database", url.rsplit("/", 1)[0] + "/" + name]
    took, memory = measure.run(MINGCHA, "restore", backup, *place)
    table.add(f"PostgreSQL, {count / 1_000_000:g} million: restore",
              f"{took / 1000:.1f} s, {memory:.0f} MiB")
    subprocess.run(["psql", "-q", place[3], "-c", "ANALYZE"], check=True)
    report(table, "PostgreSQL", count, place, database)
    copied(table, f"PostgreSQL, {count / 1_000_000:g} million: backup", backup, *place)
    restored = HERE / "restored"
    took, memory = measure.run(MINGCHA, "restore", backup, "--data", restored)
    table.add(f"SQLite, {count / 1_000_000:g} million: restore",
              f"{took / 1000:.1f} s, {memory:.0f} MiB")
    shutil.rmtree(restored)


def copied(table, what, backup, *place):
    backup.unlink(missing_ok=True)
    took, memory = measure.run(MINGCHA, "backup", backup, *place)
    table.add(what, f"{took / 1000:.1f} s, {memory:.0f} MiB, "
                    f"{backup.stat().st_size / 2**20:.0f} MiB file")


if __name__ == "__main__":
    main()
