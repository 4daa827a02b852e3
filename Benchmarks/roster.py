#!/usr/bin/env python3
"""Writes the folder of a large made-up draw.

    Benchmarks/roster.py DIR [--bodies 100000] [--inspectors 6000] [--seed 1]

The draw is that of the national scale: bodies of 31 provinces in eight fields and four credit
classes. Every field is one stage with a quota, weights per class (the strata) and a minimum per
class; three roles make a team, two from the market authority of another region, one partner
department, one expert of the field. Every fiftieth body has a conflict with an inspector. With
`--inspectors 0` objects are drawn and no teams.

Same arguments, same bytes: the only randomness is Python's generator with the given seed.
"""
import argparse
import hashlib
import pathlib
import random

# Field, share of the bodies in per mille, quota per 100 000 bodies, partner department.
FIELDS = [
    ("vehicle", 240, 300, "police"), ("environment", 220, 300, "environment"),
    ("forensic", 60, 50, "justice"), ("food", 180, 200, "agriculture"),
    ("civil-defence", 40, 50, "defence"), ("trade", 90, 100, "customs"),
    ("cosmetics", 50, 50, "drug"), ("other", 320, 150, None),
]
PROVINCES = [11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46,
             50, 51, 52, 53, 54, 61, 62, 63, 64, 65]
CLASSES = {"A": 55, "B": 30, "C": 11, "D": 4}
WEIGHTS = {"A": 1, "B": 2, "C": 4, "D": 8}


def write(path, lines):
    path.write_bytes("".join("\t".join(line) + "\n" for line in lines).encode())


def roster(count, random):
    names = [field for field, *_ in FIELDS]
    shares = [share for _, share, *_ in FIELDS]
    ids = sorted(f"91{random.choice(PROVINCES)}{random.randint(1, 9):02}{random.randint(1, 20):02}"
                 f"MA{number:08}" for number in range(count))
    yield "id", "name", "region", "domains", "credit"
    for number, one in enumerate(ids):
        fields = {random.choices(names, shares)[0] for _ in range(random.choice((1, 1, 1, 2, 3)))}
        credit = random.choices(list(CLASSES), list(CLASSES.values()))[0]
        yield one, f"第{number + 1}检验检测机构", one[2:8], ",".join(sorted(fields)), credit


def inspectors(count, random):
    partners = [partner for *_, partner in FIELDS if partner]
    names = [field for field, *_ in FIELDS]
    rows = []
    for number in range(count):
        department = random.choices(
            ["market", "expert", *partners], [40, 20, *[40 / len(partners)] * len(partners)])[0]
        region = f"{random.choice(PROVINCES)}{random.randint(1, 9):02}{random.randint(1, 20):02}"
        skills = ",".join(sorted(random.sample(names, random.randint(2, 5))))
        certificate = "expired" if random.random() < 0.03 else "valid"
        rows.append((f"{department}-{number:05}", department, region, skills, certificate))
    yield "id", "department", "region", "domains", "certificate"
    yield from sorted(rows)


def rules(count, has_teams):
    yield "spec", "mingcha-draw-1"
    yield "suite", "sha256"
    yield "title", f"{count}家机构的抽取"
    for field, _, quota, partner in FIELDS:
        yield "stage", field
        yield "where", "domains", field
        yield "count", str(max(1, quota * count // 100_000))
        yield "stratify", "credit"
        for credit, weight in WEIGHTS.items():
            yield "weight", credit, str(weight)
        yield "minimum", "1"
        if not has_teams:
            continue
        roles = [("market", 2)] + ([(partner, 1)] if partner else []) + [("expert", 1)]
        for role, people in roles:
            yield "role", role, str(people)
            yield "where", "department", role
            if role == "market":
                yield "where", "certificate", "valid"
                yield "avoid", "region"
            if role == "expert":
                yield "share", "domains"


def main():
    parser = argparse.ArgumentParser(description="Writes the folder of a large made-up draw.")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--bodies", type=int, default=100_000)
    parser.add_argument("--inspectors", type=int, default=6_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    generator = random.Random(given.seed)
    bodies = list(roster(given.bodies, generator))
    people = list(inspectors(given.inspectors, generator))
    write(given.folder / "roster.tsv", bodies)
    write(given.folder / "rules.tsv", rules(given.bodies, given.inspectors > 0))
    if given.inspectors > 0:
        write(given.folder / "inspectors.tsv", people)
        write(given.folder / "conflicts.tsv", [("inspector", "object")] + [
            (generator.choice(people[1:])[0], body[0]) for body in bodies[1::50]])
    secret = hashlib.sha256(f"secret {given.seed}".encode()).hexdigest()
    write(given.folder / "seed.tsv", [
        ("contributor", "kind", "value"), ("beacon", "public", "03 07 12 19 25 31 + 08"),
        ("market", "secret", secret)])


if __name__ == "__main__":
    main()
