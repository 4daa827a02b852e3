"""Random draws for the agreement test: small, odd, and mostly valid.

`draw_of(seed)` gives the files of one draw, by name; the same seed gives the same draw. What is
random: both suites; 0 to 60 records (now and then 400) under ids of any printable ASCII; names and
values in Chinese, emoji and signs that sort differently by bytes than by letters; fields that are
lists, with empty parts and `-`; one to four stages with conditions, all three quotas, `earlier`,
strata, weights and minimum; roles that share and avoid columns, conflicts, tight and loose numbers
of inspectors; amendments of both kinds, chosen among the objects and inspectors standing at that
moment. In one draw out of four a byte or a line of one file is spoilt, so that most of these have to
be refused.
"""

import contextlib
import random

WORDS = ["甲", "乙", "丙", "z", "Z", "é", "中医", "食品", "🚗", "a b", "~", "q=1", "Ω", "\u00a0x", "ﾊﾝ"]
ID_BYTES = [chr(c) for c in range(0x21, 0x7F) if chr(c) not in ","]


def table(rows):
    return "".join("\t".join(row) + "\n" for row in rows).encode()


def some(rng, choices, least=1, most=None):
    choices = sorted(choices)
    return rng.sample(choices, rng.randint(min(least, len(choices)), min(most or 3, len(choices))))


def ids_of(rng, count):
    if rng.random() < 0.4:
        return [f"L{n:04}" for n in range(1, count + 1)]
    ids = set()
    while len(ids) < count:
        id = "".join(rng.choices(ID_BYTES, k=rng.choice([1, 2, 3, 8, 20, 49, 50])))
        if id != "-":
            ids.add(id)
    return sorted(ids)


def field_of(rng, values):
    """A field: mostly one value, sometimes a list, sometimes none."""
    kind = rng.random()
    if kind < 0.6:
        return rng.choice(values)
    if kind < 0.85:
        return ",".join(some(rng, values, 1, 3))
    return rng.choice(["-", ",", "-," + values[0], values[-1] + ",,", "," + values[0]])


class Maker:
    """One draw in the making."""

    def __init__(self, seed):
        self.rng = rng = random.Random(seed)
        self.columns = {name: some(rng, WORDS, 2, 5) for name in some(rng, ["类别", "区", "c", "Col 3"], 1, 4)}
        self.strata_column = rng.choice([None, "信用"])
        if self.strata_column:
            self.columns["信用"] = ["A", "B", "C", "D"][:rng.randint(1, 4)]
        self.files = {}

    def condition(self, columns):
        rng = self.rng
        column = rng.choice(sorted(columns))
        values = some(rng, columns[column] + ["nobody"], 1, 3)
        return [rng.choice(["where", "where", "not"]), column, *values]

    def roster(self):
        rng = self.rng
        count = rng.choice([0, 1, 2, 5, *[rng.randint(6, 60)] * 8, 400 if rng.random() < 0.2 else 30])
        names = list(self.columns)
        rows = [[id, *(rng.choice(self.columns[name]) if name == "信用" else
                       field_of(rng, self.columns[name]) for name in names)]
                for id in ids_of(rng, count)]
        self.objects = [row[0] for row in rows]
        self.files["roster.tsv"] = table([["id", *names], *rows])

    def inspectors(self):
        rng = self.rng
        self.departments = some(rng, WORDS, 1, 3)
        shared = some(rng, self.columns, 1, 2)
        rows = [[id, rng.choice(self.departments), *(field_of(rng, self.columns[name]) for name in shared)]
                for id in ids_of(rng, rng.choice([1, 4, 12, 25, 40, 80]))]
        self.shared = shared
        self.files["inspectors.tsv"] = table([["id", "部门", *shared], *rows])
        if self.objects and rng.random() < 0.6:
            pairs = [[rng.choice(rows)[0], rng.choice(self.objects), "-"] for _ in range(rng.randint(0, 25))]
            self.files["conflicts.tsv"] = table([["inspector", "object", "why"], *pairs])

    def seed(self):
        rng = self.rng
        rows = []
        for name in sorted(some(rng, WORDS, 1, 4), key=str.encode):
            if rng.random() < 0.5:
                rows.append([name, "secret", rng.randbytes(32).hex()])
            else:
                rows.append([name, "public", rng.choice([rng.randbytes(32).hex(), "上证指数 3021.5", "-"])])
        self.files["seed.tsv"] = table([["contributor", "kind", "value"], *rows])

    def rules(self):
        rng = self.rng
        lines = [["spec", "mingcha-draw-1"], ["suite", rng.choice(["sha256", "sm3"])],
                 ["title", rng.choice(WORDS) + "年度抽查"]]
        earlier = []
        for name in some(rng, ["机动车", "食品", "s", "S", "环境 1", "*"], 1, 4):
            lines += self.stage(name, earlier)
            earlier.append(name)
        self.files["rules.tsv"] = table(lines)

    def stage(self, name, earlier):
        rng = self.rng
        body = [self.condition(self.columns) for _ in range(rng.choice([0, 0, 1, 1, 2]))]
        quota = rng.random()
        if earlier and quota < 0.2:
            body.append(["shortfall", *some(rng, earlier, 1, 3)])
        elif quota < 0.45:
            body.append(["rate", str(rng.choice([1, 100, 999, 2500, 3333, 5000, 10000]))])
        else:
            body.append(["count", str(rng.choice([0, 1, 2, 3, 5, 8, 13, 21, 1000000000]))])
        if earlier and rng.random() < 0.4:
            body.append(["earlier", *some(rng, earlier, 1, 3)])
        if rng.random() < 0.6:
            column = self.strata_column or rng.choice(sorted(self.columns))
            body.append(["stratify", column])
            if column == "信用" and rng.random() < 0.7:
                body += [["weight", value, str(rng.choice([1, 1, 2, 3, 7, 1000]))]
                         for value in self.columns[column] + ["E"]]
            if rng.random() < 0.4:
                body.append(["minimum", str(rng.choice([1, 1, 2, 5, 1000]))])
        rng.shuffle(body)
        return [["stage", name], *body, *self.roles()]

    def roles(self):
        rng = self.rng
        if "inspectors.tsv" not in self.files:
            return []
        lines = []
        for department in some(rng, self.departments, 0, 3):
            lines.append(["role", "角色" + department, str(rng.choice([1, 1, 1, 2, 2, 3, 9]))])
            lines.append(["where", "部门", department])
            for _ in range(rng.choice([0, 0, 0, 1, 2])):
                column = rng.choice(self.shared)
                lines.append(rng.choice([["share", column], ["avoid", column],
                                         ["not", column, rng.choice(self.columns[column])]]))
        return lines


def standing(transcript):
    """Objects on the list at the end and the inspectors of their teams."""
    teams = {}
    for line in transcript.decode().splitlines():
        key, *fields = line.split("\t")
        if key == "pick":
            teams[fields[2]] = []
        elif key == "team":
            teams[fields[0]].append(fields[2])
        elif key in ("replace", "withdraw"):
            del teams[fields[1]]
            if key == "replace":
                teams[fields[2]] = []
        elif key == "recuse":
            teams[fields[1]].remove(fields[3])
            teams[fields[1]].append(fields[4])
    return teams


def amend(maker, draw):
    """Adds amendments one after the other; one that cannot be is mostly taken back."""
    rng, rows = maker.rng, [["kind", "object", "inspector", "reason"]]
    files = maker.files
    for _ in range(rng.choice([1, 2, 3, 5, 8])):
        files["amendments.tsv"] = table(rows)
        teams = standing(draw(files))
        if not teams:
            return
        object = rng.choice(sorted(teams))
        if teams[object] and rng.random() < 0.6:
            row = ["inspector", object, rng.choice(teams[object]), rng.choice(WORDS)]
        else:
            row = ["object", object, "-", rng.choice(WORDS)]
        files["amendments.tsv"] = table([*rows, row])
        try:
            draw(files)
            rows.append(row)
        except ValueError:
            if rng.random() < 0.1:
                return
    files["amendments.tsv"] = table(rows)


def spoil(rng, files, name=None):
    """Changes one file: a byte, a line, the order of fields."""
    name = name or rng.choice(sorted(files))
    data, how = bytearray(files[name]), rng.randrange(8)
    place = rng.randrange(len(data))
    lines = bytes(data).splitlines(keepends=True)
    line = rng.randrange(len(lines))
    if how == 0:
        data[place] ^= 1 << rng.randrange(8)
    elif how == 1:
        del data[place]
    elif how == 2:
        data.insert(place, rng.choice([0, 9, 10, 13, 32, 44, 45, 48, 57, 65, 127, 128, 255]))
    elif how == 3:
        data[place] = rng.randrange(256)
    else:
        if how == 4:
            del lines[line]
        elif how == 5:
            lines.insert(line, lines[line])
        elif how == 6:
            other = rng.randrange(len(lines))
            lines[line], lines[other] = lines[other], lines[line]
        else:
            fields = lines[line].rstrip(b"\n").split(b"\t")
            rng.shuffle(fields)
            lines[line] = b"\t".join(fields) + b"\n"
        data = b"".join(lines)
    return {**files, name: bytes(data)}


def draw_of(seed, draw):
    """The files of the draw with this seed.

    `draw` gives the transcript of files, or raises `ValueError` if they are refused; it is only
    asked whether teams can be formed, and who stands where, to find amendments that fit.
    """
    maker = Maker(seed)
    maker.roster()
    if maker.rng.random() < 0.75:
        maker.inspectors()
    maker.seed()
    for _ in range(5):
        maker.rules()
        with contextlib.suppress(ValueError):
            draw(maker.files)
            if maker.rng.random() < 0.6:
                amend(maker, draw)
            break
    if maker.rng.random() < 0.25:
        return spoil(maker.rng, maker.files)
    return maker.files


def tampered(seed, files):
    """The same draw and its transcript after somebody has changed one of the files."""
    rng = random.Random(f"tampered {seed}")
    name = "transcript.txt" if rng.random() < 0.5 else None
    return spoil(rng, files, name)
