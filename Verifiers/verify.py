#!/usr/bin/env python3
"""Repeats a draw of mingcha-draw-1 from its published files and compares the transcript.

    python3 verify.py [--draw] FOLDER|ZIP       --draw prints the transcript instead

Exit status 0: the same, 1: different, 2: refused or wrong usage. Python 3.11 and its standard library; reads
the files named and nothing else. Written from the specification docs/draw-rules.md, whose sections the signs § name.
Text stays bytes and every number is an integer."""
import contextlib, hashlib, heapq, io, os, re, sys, zipfile

VERSION, LONGEST_LINE, LARGEST_FILE = b"mingcha-draw-1", 65_535, 1 << 28  # bytes
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
        self.path, self.files = path, None if os.path.isdir(path) else unpack(path)

    def open(self, name, needed=True):  # a stream; None if the file is not there
        path = os.path.join(self.path, name)
        if self.files is None and os.path.exists(path):
            wrong = not os.path.isfile(path) or os.path.getsize(path) > LARGEST_FILE and name != ROSTER
            refuse_if(wrong, name, "不是普通文件，或超过256 MiB，请换成由系统导出的文本文件。")
            return open(path, "rb")
        refuse_if(needed and name not in (self.files or ()), name, "没有这个文件，请补上。")
        return io.BytesIO(self.files[name]) if name in (self.files or ()) else None

def unpack(path):
    """From name to content of every file in a ZIP."""
    wrong = not os.path.isfile(path) or os.path.getsize(path) > LARGEST_FILE
    refuse_if(wrong, path, "不是文件夹，也不是256 MiB以内的ZIP，请检查路径。")
    try:
        archive = zipfile.ZipFile(path)
        entries = [entry for entry in archive.infolist() if not entry.orig_filename.endswith("/")]
        names = [entry.orig_filename for entry in entries]
        for wrong, reason in (
                (len(archive.infolist()) > 100, "文件超过100个"), (len(set(names)) < len(names), "有重名的文件"),
                (sum(entry.file_size for entry in entries) > LARGEST_FILE, "解压后超过256 MiB"),
                (len({os.path.dirname(name) for name in names}) > 1 or not all(
                    re.fullmatch(r"((?!\.\.?/)[^/\\\x00-\x1f\x7f:]+/)?[^/\\\x00-\x1f\x7f]+", name)
                    for name in names), "文件不都在最上层或同一个文件夹里"),
                (any(entry.external_attr >> 28 not in (0, 8) for entry in entries), "有链接或设备"),
                (any(entry.flag_bits & 1 for entry in entries), "有加密的文件")):
            refuse_if(wrong, path, f"ZIP里{reason}，请核对来源后重新压缩。")
        contents = [archive.open(entry).read(entry.file_size + 1) for entry in entries]  # never much more
        wrong = any(len(content) != entry.file_size for content, entry in zip(contents, entries))
        refuse_if(wrong, path, "ZIP已损坏，请重新下载。")
        return dict(zip(map(os.path.basename, names), contents))
    except (Refused, MemoryError):
        raise
    except Exception:  # what zipfile raises on a damaged archive is not documented
        refuse_if(True, path, "ZIP不完整或已损坏，请重新下载。")

def rows_of(source, name):
    """The fields of every line of a file, each line checked as text."""
    size = number = 0
    with source.open(name) as stream:
        while line := stream.readline(LONGEST_LINE + 1):
            size, number, text = size + len(line), number + 1, line.removesuffix(b"\n")
            fields = text.split(b"\t")
            for wrong, reason in (
                    (number == 1 and text[:3] == b"\xef\xbb\xbf", "开头有字节顺序标记（BOM），请去掉。"),
                    (len(text) > LONGEST_LINE, "本行超过上限65535字节，请缩短。"),
                    (re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", text), "有控制字符，请删除；换行只用LF。"),
                    (b"" in fields, "有一列是空的，没有内容时请写“-”。"),
                    (text.decode("utf-8", "ignore").encode() != text, "有不是UTF-8的文字，请改正。"),
                    (text == line, "最后一行没有以LF结束，文件可能不完整，请重新导出。"),
                    (size > LARGEST_FILE, "文件超过256 MiB，请改用mingcha verify核对。")):
                refuse_if(wrong, f"{name}:{number}", reason)
            yield fields
    refuse_if(not number, name, "文件是空的，请重新导出；没有记录时也要有首行。")

class Table:
    """A file with a header: `rows[0]` names the columns, `rows[n]` is record n."""
    def __init__(self, source, name, *head, more=True):
        self.name, self.rows, self.number = name, [], {}  # number: of the record with an id
        for n, fields in enumerate(rows_of(source, name)):
            at = f"{name}:{n + 1}"
            if n == 0:
                self.columns = {column: place for place, column in enumerate(fields)}
                refuse_if(len(self.columns) < len(fields), at, "列名重复，请改名。")
                refuse_if((*fields[:len(head) if more else None],) != head, at, "首行的列名不对，请改正。")
            refuse_if(len(fields) != len(self.columns), at, "列数与首行不同，请补齐或删去。")
            if n and head == (b"id",):
                wrong = not re.fullmatch(rb"(?!-\Z)[!-+\--~]{1,50}", fields[0])
                refuse_if(wrong, at, "编号应为1至50个可见ASCII字符，不含逗号，也不是“-”。")
                refuse_if(n > 1 and fields[0] <= self.rows[-1][0], at, "编号重复或没有按字节升序排列。")
                self.number[fields[0]] = n
            self.rows.append(fields)

    def records(self):  # with the place to name when refusing one
        return [(f"{self.name}:{n}", fields) for n, fields in enumerate(self.rows[1:], 2)]

def values(field):
    return set() if field == b"-" else set(field.split(b",")) - {b""}

# ---- Rules (§3) ----

TEXT, TEXTS, THOUSAND = rb"[^\t]+", rb"[^\t]+(\t[^\t]+)*", rb"([1-9]\d{0,2}|1000)"
CONDITION = TEXT + rb"(\t(?!-(\t|\Z))[^\t,]+)+"  # a value is not `-` and has no comma
QUOTAS = {b"count": rb"0|[1-9]\d{0,8}|1000000000", b"rate": rb"[1-9]\d{0,3}|10000", b"shortfall": TEXTS}
IN_BOTH = {b"stage": TEXT, b"role": TEXT + rb"\t[1-9]", b"where": CONDITION, b"not": CONDITION}
IN_STAGE = {**IN_BOTH, **QUOTAS, b"earlier": TEXTS, b"stratify": TEXT, b"minimum": THOUSAND,
            b"weight": TEXT + rb"\t" + THOUSAND}
IN_ROLE = {**IN_BOTH, b"share": TEXT, b"avoid": TEXT}

class Part:
    """A stage, or a role of its team; `number` is the stage's, or how many inspectors."""
    def __init__(self, line, name, number):
        self.at, self.name, self.number, self.roles = f"{RULES}:{line}", name, number, []
        self.tests, self.named = [], []  # (line, key, column, values), (line, key, name, number)
        self.once, self.weights = {}, {}  # from a key that may stand once to its fields

    def meets(self, table, fields):  # a value asked for is never `-` or empty: nothing to sift
        return all(wanted.isdisjoint(fields[table.columns[column]].split(b",")) == (key == b"not")
                   for _, key, column, wanted in self.tests if wanted)

    def stratum(self, table, fields):
        return fields[table.columns[self.once[b"stratify"][0]]] if b"stratify" in self.once else b"-"

    def finish(self):  # what only a whole stage shows
        wrong = not self.once.keys() & QUOTAS.keys()
        refuse_if(wrong, self.at, "阶段没有名额，请写count、rate、shortfall中的一项。")
        self.weights = {name: int(weight) for _, key, name, weight in self.named if key == b"weight"}
        wrong = (self.weights or b"minimum" in self.once) and b"stratify" not in self.once
        refuse_if(wrong, self.at, "weight、minimum需要分层，请加上stratify或删去它们。")
        names = set()
        for line, key, name, _ in sorted(self.named, key=lambda one: one[1], reverse=True):
            refuse_if((key, name) in names, f"{RULES}:{line}", "与本阶段前面的一行重复，请改正。")
            names.add((key, name))

def parse_rules(rows):
    """The suite, the title and the stages by name."""
    for n, (key, known) in enumerate([(b"spec", [VERSION]), (b"suite", SUITES), (b"title", None)]):
        row = rows[n] if n < len(rows) else []
        wrong = len(row) != 2 or row[0] != key or known and row[1] not in known
        refuse_if(wrong, f"{RULES}:{n + 1}", f"这一行应为{key.decode()}和一个规定的值，请改正。")
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
        if key in (b"role", b"weight"):
            stage.named.append((line, key, *fields))
        if key == b"stage":
            stage = part = stages[fields[0]] = Part(line, fields[0], len(stages) + 1)
        elif key == b"role":
            part = Part(line, fields[0], int(fields[1]))
            stage.roles.append(part)
        elif key in (b"where", b"not", b"share", b"avoid"):
            part.tests.append((line, key, fields[0], set(fields[1:])))
        elif key != b"weight":
            wrong = len({*fields} & stages.keys() - {stage.name}) < len(fields)
            refuse_if(wrong and key in (b"shortfall", b"earlier"), at, "后面应写前面的阶段名，每个一次。")
            wrong = key in part.once or key in QUOTAS and part.once.keys() & QUOTAS.keys()
            refuse_if(wrong, at, "只能写一次，count、rate、shortfall也只能选一项。")
            part.once[key] = fields
            if key == b"stratify":
                part.tests.append((line, key, fields[0], set()))
    refuse_if(not stages, RULES, "没有任何抽取阶段，请至少写一个stage。")
    stage.finish()
    return rows[1][1], rows[2][1], stages

# ---- Hashes (§2) ----

def sm3(data):  # GB/T 32905-2016, for a Python whose hashlib does not have it
    def turn(x, n):
        return (x << n | (x & 0xFFFFFFFF) >> (32 - n)) & 0xFFFFFFFF
    state = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)
    data += b"\x80" + bytes(-(len(data) + 9) % 64) + (8 * len(data)).to_bytes(8, "big")
    for start in range(0, len(data), 64):
        w = [int.from_bytes(data[i:i + 4], "big") for i in range(start, start + 64, 4)]
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ turn(w[j - 3], 15)
            w.append(x ^ turn(x, 15) ^ turn(x, 23) ^ turn(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = state
        for j in range(64):
            ss1 = turn(turn(a, 12) + e + turn(0x79CC4519 if j < 16 else 0x7A879D8A, j % 32), 7)
            ff, gg = (a ^ b ^ c, e ^ f ^ g) if j < 16 else (a & b | a & c | b & c, e & f | ~e & g)
            tt1, tt2 = ff + d + (ss1 ^ turn(a, 12)) + (w[j] ^ w[j + 4]), turn(gg + h + ss1 + w[j], 0)
            a, b, c, d = turn(tt1, 0), a, turn(b, 9), c
            e, f, g, h = tt2 ^ turn(tt2, 9) ^ turn(tt2, 17), e, turn(f, 19), g
        state = [x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h))]
    return b"".join(x.to_bytes(4, "big") for x in state)

SUITES = {b"sha256": lambda data: hashlib.sha256(data).digest(), b"sm3": sm3}
if "sm3" in hashlib.algorithms_available:
    SUITES[b"sm3"] = lambda data: hashlib.new("sm3", data).digest()

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
    given = {name: min(minimum, N) for name, (N, _) in strata.items()}
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
