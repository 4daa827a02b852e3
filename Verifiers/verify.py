#!/usr/bin/env python3
"""Repeats a draw of mingcha-draw-1 from its published files and compares the transcript.

    python3 verify.py FOLDER|ZIP            compares with transcript.txt
    python3 verify.py --draw FOLDER|ZIP     prints the transcript instead

Exit status 0: the same, 1: different, 2: refused or wrong usage. Python 3.11 and its standard
library; reads the files named and nothing else. Written from the specification docs/draw.md, whose
sections the signs § name. Text stays bytes and every number is an integer."""
import contextlib, hashlib, heapq, io, os, re, stat, sys, zipfile

VERSION, LONGEST_LINE = b"mingcha-draw-1", 65_535
LARGEST_ROSTER, LARGEST_FILE = 1 << 30, 1 << 28  # bytes; memory is a small multiple of them
ROSTER, RULES, SEED, TRANSCRIPT = "roster.tsv", "rules.tsv", "seed.tsv", "transcript.txt"
INSPECTORS, CONFLICTS, AMENDMENTS = "inspectors.tsv", "conflicts.tsv", "amendments.tsv"

class Refused(Exception):
    """Input that is not well formed."""

def refuse_if(wrong, place, reason):  # place: a file, or `file:line`
    if wrong:
        raise Refused(f"{place}: {reason}")

def shown(text):  # control characters and what is not UTF-8 appear as \xNN
    readable = text.decode("utf-8", "backslashreplace")
    return re.sub(r"[\x00-\x08\x0a-\x1f\x7f]", lambda c: f"\\x{ord(c[0]):02x}", readable)

# ---- Files (§1) ----

class Source:
    """A folder with the files of a draw, or a ZIP with them at its top or all in one folder."""
    def __init__(self, path):
        self.path, self.files = path, None
        if not os.path.isdir(path):
            wrong = not os.path.isfile(path) or os.path.getsize(path) > LARGEST_FILE
            refuse_if(wrong, path, "不是文件夹，也不是256 MiB以内的ZIP，请检查路径。")
            try:
                self.files = dict(unpack(path))
            except (Refused, MemoryError):
                raise
            except Exception:  # what zipfile raises on a damaged archive is not documented
                refuse_if(True, path, "ZIP不完整或已损坏，请重新下载。")

    def open(self, name, needed=True):
        """The file as a stream; None if it is not there and need not be."""
        path = os.path.join(self.path, name)
        if not (os.path.exists(path) if self.files is None else name in self.files):
            return refuse_if(needed, name, "没有这个文件，请补上。")
        if self.files is not None:
            return io.BytesIO(self.files[name])
        refuse_if(not os.path.isfile(path), name, "这不是普通文件，请换成由系统导出的文本文件。")
        wrong = os.path.getsize(path) > LARGEST_FILE and name != ROSTER
        refuse_if(wrong, name, "文件超过256 MiB，不是正常的抽取文件，请核对。")
        return open(path, "rb")

def unpack(path):
    """Name and content of every file in a ZIP."""
    archive, names, total = zipfile.ZipFile(path), set(), 0
    refuse_if(len(archive.infolist()) > 100, path, "ZIP里的文件超过100个，请核对来源。")
    entries = [entry for entry in archive.infolist() if not entry.orig_filename.endswith("/")]
    for entry in entries:
        name, total = entry.orig_filename, total + entry.file_size
        for wrong, reason in (
                (os.path.dirname(name) != os.path.dirname(entries[0].orig_filename)
                 or not re.fullmatch(r"((?!\.\.?/)[^\x00-\x1f\x7f\\/:]+/)?[^/\\\x00-\x1f\x7f]+", name),
                 "和其他文件不在同一层"), (name in names, "有两个"), (entry.flag_bits & 1, "加了密码"),
                (entry.external_attr >> 28 not in (0, 8), "是链接或设备"),
                (total > LARGEST_FILE, "太大，解压后超过256 MiB")):
            refuse_if(wrong, path, f"ZIP里的“{name}”{reason}，请核对来源后重新下载。")
        names.add(name)
        content = archive.open(entry).read(entry.file_size + 1)
        refuse_if(len(content) != entry.file_size, path, "ZIP已损坏，请重新下载。")
        yield os.path.basename(name), content

def rows_of(source, name):
    """The fields of every line of a file, each line checked as text."""
    number = size = 0
    with source.open(name) as stream:
        while line := stream.readline(LONGEST_LINE + 1):
            number, size, text = number + 1, size + len(line), line.removesuffix(b"\n")
            fields = text.split(b"\t")
            for wrong, reason in (
                    (number == 1 and text[:3] == b"\xef\xbb\xbf", "有字节顺序标记（BOM），请去掉。"),
                    (len(text) > LONGEST_LINE, "本行超过上限65535字节，请缩短。"),
                    (re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", text), "有控制字符；换行只用LF。"),
                    (b"" in fields, "有一列是空的，没有内容时请写“-”。"),
                    (text.decode("utf-8", "ignore").encode() != text, "不是UTF-8文字，请改正。"),
                    (text == line, "最后一行没有以LF结束，文件可能不完整，请重新导出。"),
                    (size > LARGEST_FILE, "文件超过256 MiB，请改用mingcha verify核对。")):
                refuse_if(wrong, f"{name}:{number}", reason)
            yield fields
    refuse_if(number == 0, name, "文件是空的，请重新导出；没有记录时也要有首行。")

class Table:
    """A file with a header: `rows[0]` names the columns, `rows[n]` is record n."""
    def __init__(self, source, name, *head, more=True):
        self.name, self.rows, self.number = name, [], {}  # number: of the record with an id
        for fields in rows_of(source, name):
            at, id = f"{name}:{len(self.rows) + 1}", fields[0]
            if not self.rows:
                self.columns = {column: place for place, column in enumerate(fields)}
                refuse_if(len(self.columns) < len(fields), at, "列名重复，请改名。")
                refuse_if((*fields[:len(head) if more else None],) != head, at, "首行的列名不对。")
            refuse_if(len(fields) != len(self.columns), at, "列数与首行不同，请补齐或删去。")
            if self.rows and head == (b"id",):
                wrong = not re.fullmatch(rb"(?!-\Z)[!-+\--~]{1,50}", id)
                refuse_if(wrong, at, "编号应为1至50个可见ASCII字符，不含逗号，也不是“-”。")
                wrong = len(self.rows) > 1 and id <= self.rows[-1][0]
                refuse_if(wrong, at, "编号重复或没有按字节升序排列，请重新排序。")
                self.number[id] = len(self.rows)
            self.rows.append(fields)

    def records(self):  # with the line each stands in, the place to name when refusing it
        return [(f"{self.name}:{n}", fields) for n, fields in enumerate(self.rows[1:], 2)]

# ---- Rules (§3) ----

TEXT, TEXTS, THOUSAND = rb"[^\t]+", rb"[^\t]+(\t[^\t]+)*", rb"([1-9]\d{0,2}|1000)"
CONDITION = TEXT + rb"(\t(?!-(\t|\Z))[^\t,]+)+"  # a value is not `-` and has no comma
QUOTAS = {b"count": rb"0|[1-9]\d{0,8}|1000000000", b"rate": rb"[1-9]\d{0,3}|10000",
          b"shortfall": TEXTS}
IN_BOTH = {b"stage": TEXT, b"role": TEXT + rb"\t[1-9]", b"where": CONDITION, b"not": CONDITION}
IN_STAGE = {**IN_BOTH, **QUOTAS, b"earlier": TEXTS, b"stratify": TEXT, b"minimum": THOUSAND,
            b"weight": TEXT + rb"\t" + THOUSAND}
IN_ROLE = {**IN_BOTH, b"share": TEXT, b"avoid": TEXT}
COLUMNS = {b"where": 0, b"not": 0, b"stratify": 1, b"share": 1, b"avoid": 2}  # order of checks

class Part:
    """A stage, or a role of its team; `number` is the stage's, or how many inspectors."""
    def __init__(self, line, name, number):
        self.at, self.name, self.number, self.roles = f"{RULES}:{line}", name, number, []
        self.conditions, self.common, self.columns, self.named = [], [], [], []
        self.once, self.weights = {}, {}  # from a key that may stand once to its fields

    def meets(self, table, fields):  # whether a record does; values asked for are not `-` or empty
        return all(wanted.isdisjoint(fields[table.columns[column]].split(b",")) == (key == b"not")
                   for key, column, wanted in self.conditions)

    def stratum(self, table, fields):
        return fields[table.columns[self.once[b"stratify"][0]]] if b"stratify" in self.once else b"-"

    def finish(self):  # checks what only a whole stage shows
        wrong = not self.once.keys() & QUOTAS.keys()
        refuse_if(wrong, self.at, "阶段没有名额，请写count、rate、shortfall中的一项。")
        wrong = (self.weights or b"minimum" in self.once) and b"stratify" not in self.once
        refuse_if(wrong, self.at, "weight、minimum需要分层，请加上stratify或删去它们。")
        names = set()
        for key, line, name in sorted(self.named, key=lambda named: named[0], reverse=True):
            refuse_if((key, name) in names, f"{RULES}:{line}", "与本阶段前面的一行重复，请改正。")
            names.add((key, name))

def parse_rules(rows):
    """The suite, the title and the stages by name."""
    for n, (key, known) in enumerate([(b"spec", [VERSION]), (b"suite", SUITES), (b"title", None)]):
        row = rows[n] if n < len(rows) else []
        wrong = len(row) != 2 or row[0] != key or known and row[1] not in known
        refuse_if(wrong, f"{RULES}:{n + 1}", f"应为{key.decode()}和一个规定的值，请改正。")
    names, stages, stage, part = set(), {}, None, None
    for line, row in enumerate(rows, 1):
        if row[0] == b"stage" and len(row) == 2:
            wrong = row[1] in names or len(names) == 65_535
            refuse_if(wrong, f"{RULES}:{line}", "阶段重名，或超过65535个，请改正。")
            names.add(row[1])
    for line, (key, *fields) in enumerate(rows[3:], 4):
        at = f"{RULES}:{line}"
        if stage and key == b"stage":
            stage.finish()
        forms = {b"stage": TEXT} if not stage else IN_STAGE if part is stage else IN_ROLE
        refuse_if(key not in forms, at, f"“{shown(key)}”不能用在这里，请检查拼写和位置。")
        wrong = not re.fullmatch(forms[key], b"\t".join(fields))
        refuse_if(wrong, at, f"“{key.decode()}”后面的列数、数字或值不合规则，请改正。")
        if key in COLUMNS:
            part.columns.append((COLUMNS[key], line, fields[0]))
        if key == b"stage":
            stage = part = stages[fields[0]] = Part(line, fields[0], len(stages) + 1)
        elif key == b"role":
            stage.named.append((key, line, fields[0]))
            part = Part(line, fields[0], int(fields[1]))
            stage.roles.append(part)
        elif key in (b"where", b"not"):
            part.conditions.append((key, fields[0], set(fields[1:])))
        elif key in (b"share", b"avoid"):
            part.common.append((key, fields[0]))
        elif key == b"weight":
            part.named.append((key, line, fields[0]))
            part.weights[fields[0]] = int(fields[1])
        else:
            wrong = len({*fields} & stages.keys() - {stage.name}) < len(fields)
            wrong = key in (b"shortfall", b"earlier") and wrong
            refuse_if(wrong, at, "后面应写前面的阶段名，每个一次。")
            wrong = key in part.once or key in QUOTAS and part.once.keys() & QUOTAS.keys()
            refuse_if(wrong, at, "只能写一次，count、rate、shortfall也只能选一项。")
            part.once[key] = fields
    refuse_if(not stages, RULES, "没有任何抽取阶段，请至少写一个stage。")
    stage.finish()
    return rows[1][1], rows[2][1], stages

def values(field):
    return set() if field == b"-" else set(field.split(b",")) - {b""}

# ---- Hashes (§2) ----

def sm3(data):  # GB/T 32905-2016, for a Python whose hashlib does not have it
    def turn(x, n):
        return (x << n | (x & 0xFFFFFFFF) >> (32 - n)) & 0xFFFFFFFF
    state = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600,
             0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)
    data += b"\x80" + bytes(-(len(data) + 9) % 64) + (8 * len(data)).to_bytes(8, "big")
    for start in range(0, len(data), 64):
        w = [int.from_bytes(data[i:i + 4], "big") for i in range(start, start + 64, 4)]
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ turn(w[j - 3], 15)
            w.append(x ^ turn(x, 15) ^ turn(x, 23) ^ turn(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = state
        for j in range(64):
            ss1 = turn(turn(a, 12) + e + turn(0x79CC4519 if j < 16 else 0x7A879D8A, j % 32), 7)
            ff = a ^ b ^ c if j < 16 else a & b | a & c | b & c
            gg = e ^ f ^ g if j < 16 else e & f | ~e & g
            tt1 = turn(ff + d + (ss1 ^ turn(a, 12)) + (w[j] ^ w[j + 4]), 0)
            tt2 = turn(gg + h + ss1 + w[j], 0)
            a, b, c, d = tt1, a, turn(b, 9), c
            e, f, g, h = tt2 ^ turn(tt2, 9) ^ turn(tt2, 17), e, turn(f, 19), g
        state = [x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h))]
    return b"".join(x.to_bytes(4, "big") for x in state)

SUITES = {b"sha256": lambda data: hashlib.sha256(data).digest(), b"sm3": sm3}
try:
    hashlib.new("sm3")
    SUITES[b"sm3"] = lambda data: hashlib.new("sm3", data).digest()
except ValueError:
    pass

def label(name):
    return (VERSION + b"/" + name).ljust(32, b"\0")

def lp(data):
    return len(data).to_bytes(4, "big") + data

def root(H, table):  # an odd one out moves up a level, which gives the tree of RFC 6962
    level = [H(b"\0" + b"\t".join(fields)) for fields in table.rows] if table else [b""]
    while len(level) > 1:
        joined = [H(b"\1" + level[i] + level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = joined + level[2 * len(joined):]
    return level[0]

# ---- The draw ----

def allocate(seats, strata, minimum):
    """Seats for each stratum; `strata`: from its name to records and weight (§4.2)."""
    given = {name: min(minimum, records) for name, (records, _) in strata.items()}
    if sum(given.values()) > seats:
        given = dict.fromkeys(strata, 0)
    seats -= sum(given.values())
    rest, whole = {name: (N - given[name], w) for name, (N, w) in strata.items()}, True
    while whole:
        total = sum(N * w for N, w in rest.values())
        whole = [name for name, (_, w) in rest.items() if seats * w >= total]
        for name in whole:
            given[name] += rest[name][0]
            seats -= rest.pop(name)[0]
    order = sorted((-(seats * N * w % total), -w, name) for name, (N, w) in rest.items())
    over = seats - sum(seats * N * w // total for N, w in rest.values())
    for place, (_, _, name) in enumerate(order):
        given[name] += seats * rest[name][0] * rest[name][1] // total + (place < over)
    return given

class Group:
    """A role of a drawn object's team; a set of inspectors is an integer with a bit for each."""
    def __init__(self, object, stage, role, candidates):
        self.object, self.stage, self.role = object, stage, role
        self.candidates, self.members = candidates, 0

def bits(numbers):
    row = bytearray(b"0" * (max(numbers, default=0) + 1))
    for number in numbers:
        row[~number] = 0x31
    return int(row, 2)

def numbers(bits):
    return [one.start() for one in re.finditer("1", bin(bits)[:1:-1])]

class Draw:
    """Reads and checks the files of a draw; `transcript` draws. Not `strict`: only what the first
    lines of the transcript are made of, each file by itself."""
    def __init__(self, source, strict=True):
        for name in (ROSTER, RULES, SEED):
            source.open(name).close()
        rules = list(rows_of(source, RULES))
        self.suite, title, self.stages = parse_rules(rules)
        self.source, self.H, self.text = source, SUITES[self.suite], []
        self.roster, self.barred = Table(source, ROSTER, b"id"), {}  # object: inspectors in conflict
        has = {name: source.open(name, False) for name in (INSPECTORS, CONFLICTS)}
        self.inspectors = Table(source, INSPECTORS, b"id") if has[INSPECTORS] else None
        wrong = strict and has[CONFLICTS] and not self.inspectors
        refuse_if(wrong, CONFLICTS, "有回避名单却没有inspectors.tsv，请补上或删去回避名单。")
        conflicts = Table(source, CONFLICTS, b"inspector", b"object") if has[CONFLICTS] else None
        if strict:
            self.check(conflicts.records() if conflicts else [])
        hashes = [root(self.H, table) for table in (self.roster, self.inspectors, conflicts)]
        hashes.append(self.H(label(b"rules") + b"".join(b"\t".join(row) + b"\n" for row in rules)))
        self.say(b"draw", VERSION, self.suite)
        self.say(b"title", title)
        self.say(b"roster", hashes[0].hex(), len(self.roster.rows) - 1)
        self.say(b"rules", hashes[3].hex())
        for key, table, hash in ((b"inspectors", self.inspectors, hashes[1]),
                                 (b"conflicts", conflicts, hashes[2])):
            if table:
                self.say(key, hash.hex(), len(table.rows) - 1)
        try:
            shares = b"".join(self.seed_shares())
            self.K = self.H(label(b"seed") + b"".join(map(lp, hashes)) + shares)
            self.say(b"seed", self.K.hex())
        except Refused:
            if strict:
                raise

    def check(self, pairs):
        """What needs more than one file."""
        for at, fields in pairs:
            refuse_if(fields[0] not in self.inspectors.number, at, "没有这个检查人员，请更正编号。")
        self.check_rules()
        for at, (inspector, object, *_) in pairs:
            refuse_if(object not in self.roster.number, at, "roster.tsv中没有这个对象，请更正编号。")
            self.barred.setdefault(object, set()).add(self.inspectors.number[inspector])
        for stage in self.stages.values():
            wrong = stage.weights and any(
                stage.meets(self.roster, fields)
                and stage.stratum(self.roster, fields) not in stage.weights
                for fields in self.roster.rows[1:])
            refuse_if(wrong, stage.at, "有一层没有写权重，请补上一行weight。")

    def say(self, *fields):  # a line of the transcript
        self.text.append(b"\t".join(
            field if isinstance(field, bytes) else str(field).encode() for field in fields) + b"\n")

    def check_rules(self):
        for stage in self.stages.values():
            taken = set()
            for part in [stage, *stage.roles]:
                tables = [self.roster] if part is stage else [self.inspectors, self.roster]
                refuse_if(not tables[0], part.at, "角色需要检查人员，请补上inspectors.tsv。")
                for order, line, column in sorted(part.columns):
                    wrong = not all(column in table.columns for table in tables[:order + 1])
                    refuse_if(wrong, f"{RULES}:{line}", "没有这一列，请更正列名或补上该列。")
            for role in stage.roles:
                role.fits = {n for n, fields in enumerate(self.inspectors.rows)
                             if n and role.meets(self.inspectors, fields)}
                refuse_if(taken & role.fits, role.at, "有人同时符合两个角色，请修改条件。")
                taken |= role.fits

    def seed_shares(self):  # what each line of the seed adds to K
        seed, last = Table(self.source, SEED, b"contributor", b"kind", b"value", more=False), b""
        for at, (contributor, kind, value) in seed.records():
            refuse_if(contributor <= last, at, "贡献者重复或没有按字节升序排列，请重新排序。")
            refuse_if(kind not in (b"secret", b"public"), at, "种类应为secret或public。")
            if kind == b"secret":
                wrong = not re.fullmatch(rb"[0-9a-f]{64}", value)
                refuse_if(wrong, at, "secret的值应为64个小写十六进制数字，请核对原值。")
                value = bytes.fromhex(value.decode())
            last = contributor
            yield lp(contributor) + lp(kind) + lp(value)
        refuse_if(not last, SEED, "没有任何随机数贡献，请至少写入一行secret或public。")

    def ticket(self, stage, id):
        number = stage.number.to_bytes(2, "big")
        return self.H(label(b"ticket") + self.K + number + bytes([len(id)]) + id)

    def transcript(self):
        self.drawn, self.counted = {}, set()  # ever drawn: stage and stratum; seen by `earlier`
        for stage in self.stages.values():
            self.draw_stage(stage)
        self.teams, self.limit = {}, 0
        if self.inspectors:
            self.load = [0] * len(self.inspectors.rows)
            self.loose = [set() for _ in self.load]  # groups an inspector may still leave
            self.assign()
        if self.source.open(AMENDMENTS, False):
            self.amend(Table(self.source, AMENDMENTS, b"kind", b"object", b"inspector", b"reason", more=False))
        self.say(b"end", self.H(label(b"end") + b"".join(self.text)).hex())
        return b"".join(self.text)

    def draw_stage(self, stage):  # §4
        stage.strata = strata = {}
        for fields in self.roster.rows[1:]:
            if fields[0] not in self.drawn and stage.meets(self.roster, fields):
                strata.setdefault(stage.stratum(self.roster, fields), []).append(fields[0])
        pool, once = sum(map(len, strata.values())), stage.once
        if b"shortfall" in once:
            quota = min(sum(self.stages[name].short for name in once[b"shortfall"]), 1_000_000_000)
        else:
            quota = int(once[b"count"][0]) if b"count" in once else -(-pool * int(once[b"rate"][0]) // 10_000)
        sources = [self.stages[name] for name in once.get(b"earlier", [])]
        for source in sorted(sources, key=lambda source: source.number):
            for _, id, _ in source.picks:
                fields = self.roster.rows[self.roster.number[id]]
                if quota and id not in self.counted and stage.meets(self.roster, fields):
                    self.counted.add(id)
                    quota -= 1
        seats = min(quota, pool)
        stage.short = quota - seats
        sizes = {name: (len(strata[name]), stage.weights.get(name, 1)) for name in sorted(strata)}
        given = allocate(seats, sizes, int(once.get(b"minimum", [0])[0]))
        self.say(b"stage", stage.number, stage.name, pool, quota, seats, stage.short)
        for name, size in sizes.items():
            self.say(b"stratum", stage.number, name, *size, given[name])
        stage.picks = sorted((*pick, name) for name in strata for pick in heapq.nsmallest(
            given[name], ((self.ticket(stage, id), id) for id in strata[name])))
        for place, (ticket, id, name) in enumerate(stage.picks, 1):
            self.drawn[id] = (stage, name)
            self.say(b"pick", stage.number, place, id, name, ticket.hex())

    # -- Teams (§5)

    def form(self, object, stage):
        """The groups of an object, still empty."""
        fields = self.roster.rows[self.roster.number[object]]
        self.teams[object] = []
        for role in stage.roles:
            fit = role.fits - self.barred.get(object, set())
            for key, column in role.common:
                own = values(fields[self.roster.columns[column]])
                place = self.inspectors.columns[column]
                fit = {i for i in fit if (key == b"avoid")
                       == own.isdisjoint(values(self.inspectors.rows[i][place]))}
            self.teams[object].append(Group(object, stage, role, bits(fit)))
        return self.teams[object]

    def team_tickets(self, group, candidates):
        head = (label(b"team") + self.K + group.stage.number.to_bytes(2, "big")
                + bytes([len(group.object)]) + group.object + lp(group.role.name))
        return sorted((self.H(head + self.inspectors.rows[i][0]), i) for i in numbers(candidates))

    def assign(self):
        groups = [group for stage in self.stages.values() for _, object, _ in stage.picks
                  for group in self.form(object, stage)]
        for group in groups:
            wrong = group.candidates.bit_count() < group.role.number
            refuse_if(wrong, group.role.at, f"对象“{shown(group.object)}”的这个角色人员不足，无法组队。")
        for group in groups:  # any assignment under the smallest limit
            for _ in range(group.role.number):
                while not self.fill_up(group):
                    self.limit += 1
        self.say(b"load", self.limit)
        for group in groups:  # the one wanted: take whoever leaves all other groups full
            taken = 0
            for ticket, i in self.team_tickets(group, group.candidates):
                if taken.bit_count() < group.role.number and self.can_take(group, i, taken):
                    taken |= 1 << i
                    self.loose[i] -= {group}
                    self.say(b"team", group.object, group.role.name, self.inspectors.rows[i][0], ticket.hex())

    def can_take(self, group, i, taken):
        """Puts `i` on the team instead of a member not `taken`, if all groups can be full."""
        if group.members >> i & 1:
            return True
        out = numbers(group.members & ~taken)[0]
        self.move(out, group, -1)
        self.move(i, group, 1)
        self.loose[i] -= {group}
        if self.load[i] <= self.limit:
            return True
        for other in list(self.loose[i])[:1]:
            self.move(i, other, -1)
            if self.fill_up(other):
                return True
            self.move(i, other, 1)
        self.loose[i] |= {group}
        self.move(i, group, -1)
        self.move(out, group, 1)
        return False

    def fill_up(self, start):
        """Fills a place of a group, others changing groups if need be; whether there is a way."""
        came, left, queue, seen = {}, {start: None}, [start], 0
        for group in queue:
            for i in numbers(group.candidates & ~group.members & ~seen):
                came[i], seen = group, seen | 1 << i
                if self.load[i] < self.limit:
                    while i is not None:
                        group = came[i]
                        self.move(i, group, 1)
                        i = left[group]
                        if i is not None:
                            self.move(i, group, -1)
                    return True
                for other in self.loose[i] - left.keys():
                    left[other] = i
                    queue.append(other)
        return False

    def move(self, i, group, by):
        """Puts an inspector on a team (by 1) or takes him off it (by -1)."""
        group.members ^= 1 << i
        self.load[i] += by
        self.loose[i] ^= {group}

    # -- Amendments (§6)

    def amend(self, table):
        standing, queues = dict(self.drawn), {}
        for number, (at, (kind, object, inspector, reason)) in enumerate(table.records(), 1):
            refuse_if(object not in standing, at, "这个对象此时不在抽中名单里，请核对编号和先后顺序。")
            refuse_if(kind not in (b"object", b"inspector"), at, "种类应为object或inspector。")
            stage, stratum = key = standing[object]
            if kind == b"inspector":
                i = self.inspectors.number.get(inspector, 0) if self.inspectors else 0
                group = next((group for group in self.teams.get(object, []) if group.members >> i & 1), None)
                refuse_if(not group, at, "这名检查人员此时不在该对象的检查组里，请核对。")
                self.move(i, group, -1)
                group.candidates ^= 1 << i
                new, ticket = self.replacement(group, at)
                self.say(b"recuse", number, object, group.role.name, inspector, new, ticket, reason)
                continue
            refuse_if(inspector != b"-", at, "更换对象时检查人员一列应写“-”。")
            for group in self.teams.get(object, []):
                for i in numbers(group.members):
                    self.move(i, group, -1)
            del standing[object]
            if key not in queues:
                queues[key] = iter(sorted((self.ticket(stage, id), id) for id in stage.strata[stratum]))
            ticket, new = next((entry for entry in queues[key] if entry[1] not in self.drawn), (0, 0))
            if not new:
                self.say(b"withdraw", number, object, reason)
                continue
            self.drawn[new] = standing[new] = key
            self.say(b"replace", number, object, new, stratum, ticket.hex(), reason)
            for group in self.form(new, stage):
                for _ in range(group.role.number):
                    self.say(b"team", new, group.role.name, *self.replacement(group, at))

    def replacement(self, group, at):
        """Fills one place: the least loaded, L counting as least, then the lowest team ticket."""
        loads = {i: max(self.load[i] + 1, self.limit) for i in numbers(group.candidates & ~group.members)}
        refuse_if(not loads, at, "已没有可递补的检查人员，请撤回本行或更换对象。")
        least = bits([i for i in loads if loads[i] == min(loads.values())])
        ticket, i = self.team_tickets(group, least)[0]
        self.move(i, group, 1)
        return self.inspectors.rows[i][0], ticket.hex()

# ---- Comparing ----

FILE_OF = {b"draw": RULES, b"title": RULES, b"roster": ROSTER, b"rules": RULES,
           b"inspectors": INSPECTORS, b"conflicts": CONFLICTS, b"seed": SEED,
           b"replace": AMENDMENTS, b"withdraw": AMENDMENTS, b"recuse": AMENDMENTS}

def differences(expected, found):
    same = len(os.path.commonprefix([expected, found]))
    start, line = expected.rfind(b"\n", 0, same) + 1, expected.count(b"\n", 0, same) + 1
    rests = [text[start:] for text in (expected, found)]
    lines = [shown(rest.split(b"\n")[0]) + ("" if b"\n" in rest else "（行末缺少换行符）") if rest
             else "（没有这一行）" for rest in rests]
    keys = [re.match(rb"[^\t\n]*", rest)[0] for rest in rests] if is_closed(found) else []
    file = next((FILE_OF[key] for key in FILE_OF if key in keys), TRANSCRIPT)
    return (f"{TRANSCRIPT}:{line}: 与重新计算的结果不同。\n"
            f"应为: {lines[0]}\n实为: {lines[1]}\n改动在: {file}\n")

def is_closed(transcript):  # whether the last line is the digest of all lines before it
    head = [field for field in transcript.split(b"\n")[0].split(b"\t") if field]
    body = transcript[:transcript.rfind(b"\n", 0, -1) + 1]
    return len(head) == 3 and head[2] in SUITES and transcript[len(body):] == (
        b"end\t" + SUITES[head[2]](label(b"end") + body).hex().encode() + b"\n")

def run(source, only_draw):
    """Exit status, what to print and what to complain."""
    try:
        found = b"" if only_draw else source.open(TRANSCRIPT).read()
        head = found.split(b"\n")[0].split(b"\t")
        wrong = head[0] == b"draw" and head[1:2] not in ([], [VERSION])
        refuse_if(wrong, f"{TRANSCRIPT}:1", "记录是按另一版规则写的，请换用相应版本的程序。")
        expected = Draw(source).transcript()
    except Refused as refusal:
        # What refuses one file may be that another was changed: its line in the transcript tells.
        with contextlib.suppress(Refused):
            head = b"".join(Draw(source, strict=False).text)
            if is_closed(found) and not found.startswith(head):
                printed = differences(head, found)
                if not printed.endswith(f": {refusal}".split(":")[1] + "\n"):
                    return 1, printed.encode(), ""
        return 2, b"", f"{refusal}\n"
    if only_draw or found == expected:
        return 0, expected if only_draw else b"verified " + expected[-65:], ""
    return 1, differences(expected, found).encode(), ""

def main(*arguments):
    only_draw = arguments[:1] == ("--draw",)
    try:
        if len(arguments) != 1 + only_draw:
            raise Refused("用法: python3 verify.py [--draw] 文件夹或ZIP")
        status, printed, complaint = run(Source(arguments[-1]), only_draw)
    except Refused as refusal:
        status, printed, complaint = 2, b"", f"{refusal}\n"
    sys.stdout.buffer.write(printed)
    sys.stderr.buffer.write(complaint.encode("utf-8", "replace"))
    return status

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
