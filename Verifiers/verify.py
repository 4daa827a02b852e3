#!/usr/bin/env python3
"""Repeats a draw of mingcha-draw-1 from its published files and compares the transcript.

    python3 verify.py FOLDER|ZIP            compares with transcript.txt
    python3 verify.py --draw FOLDER|ZIP     prints the transcript instead

Exit status: 0 the same, 1 different, 2 refused or wrong usage. Needs Python 3.11 and its standard
library, reads the files given and nothing else. Written from the specification docs/draw.md, whose
sections the signs § name. Text stays bytes throughout and every number is an integer.
"""

import contextlib
import hashlib
import heapq
import os
import re
import stat
import sys
import zipfile

VERSION, LONGEST_LINE, BILLION = b"mingcha-draw-1", 65_535, 1_000_000_000
LARGEST_ROSTER, LARGEST_FILE = 1 << 30, 1 << 28  # bytes; memory is a small multiple of them
ROSTER, RULES, SEED, TRANSCRIPT = "roster.tsv", "rules.tsv", "seed.tsv", "transcript.txt"
INSPECTORS, CONFLICTS, AMENDMENTS = "inspectors.tsv", "conflicts.tsv", "amendments.tsv"


class Refused(Exception):
    """Input that is not well formed; line 0 means the file as a whole."""

    def __init__(self, file, line, reason):
        super().__init__(f"{file}:{line}: {reason}" if line else f"{file}: {reason}")


def shown(text):
    """Bytes to be read by people: control characters and what is not UTF-8 appear as \\xNN."""
    readable = text.decode("utf-8", "backslashreplace")
    return re.sub(r"[\x00-\x08\x0a-\x1f\x7f]", lambda c: f"\\x{ord(c[0]):02x}", readable)


# ---- Files (§1) ------------------------------------------------------------------------------


class Source:
    """A folder with the files of a draw, or a ZIP with them at its top level."""

    def __init__(self, path):
        self.path, self.entries = path, None
        if os.path.isdir(path):
            return
        with reading(shown(os.fsencode(path))):
            self.zip, self.entries = zipfile.ZipFile(path), {}
        for entry in self.zip.infolist():
            name, kind = entry.orig_filename, stat.S_IFMT(entry.external_attr >> 16)
            for wrong, reason in [
                    ("/" in name or "\\" in name, "不在压缩文件的最上层，请不带文件夹重新压缩。"),
                    (kind not in (0, stat.S_IFREG), "不是普通文件（如链接），请删去后重新压缩。"),
                    (name in self.entries, "在压缩文件中出现两次，请删去一个后重新压缩。"),
                    (entry.flag_bits & 1, "加了密码，请去掉密码后重新压缩。"),
                    (entry.file_size > LARGEST_ROSTER, "解压后超过1 GiB，不是正常的抽取文件。")]:
                if wrong:
                    raise Refused(shown(name.encode("utf-8", "replace")), 0, reason)
            self.entries[name] = entry

    def has(self, name):
        with reading(name):
            stream = self.open(name)
            if stream:
                stream.close()
            return stream is not None

    def open(self, name):
        """The file as a stream; None if it is not there."""
        if self.entries is not None:
            entry = self.entries.get(name)
            stream, size = entry and self.zip.open(entry), entry and entry.file_size
        else:
            try:  # Without O_NONBLOCK, opening a named pipe would wait for a writer.
                number = os.open(os.path.join(self.path, name), os.O_RDONLY | os.O_NONBLOCK)
            except FileNotFoundError:
                return None
            stream, status = os.fdopen(number, "rb", closefd=True), os.fstat(number)
            size = status.st_size
            if not stat.S_ISREG(status.st_mode):
                raise Refused(name, 0, "这不是普通文件，请换成由系统导出的文本文件。")
        if stream and size > LARGEST_FILE and name != ROSTER:
            raise Refused(name, 0, "文件超过256 MiB，不是正常的抽取文件，请核对。")
        return stream


@contextlib.contextmanager
def reading(name):
    """Turns whatever goes wrong while reading a file into a refusal of it."""
    try:
        yield
    except Refused:
        raise
    except OSError as error:
        raise Refused(name, 0, f"读不出来（系统错误{error.errno}），请检查文件和权限。") from None
    except Exception:  # What zipfile raises on a damaged archive is not documented.
        raise Refused(name, 0, "不是ZIP文件，或已损坏，请重新下载。") from None


def lines_of(source, name):
    """The lines of a file one by one, without line feeds, each of them checked as text."""
    number = size = 0
    with reading(name), source.open(name) as stream:
        while line := stream.readline(LONGEST_LINE + 1):
            number, size = number + 1, size + len(line)
            if reason := fault(line, number == 1):
                raise Refused(name, number, reason)
            if size > LARGEST_ROSTER:
                raise Refused(name, 0, "文件超过1 GiB，请改用mingcha verify。")
            yield line[:-1]
    if number == 0:
        raise Refused(name, 0, "文件是空的，请重新导出；没有记录时也要有首行。")


def fault(line, first):
    """What is wrong with a line of text that still has its line feed; None if nothing is."""
    if first and line.startswith(b"\xef\xbb\xbf"):
        return "文件开头有字节顺序标记（BOM），请另存为不带BOM的UTF-8。"
    if not line.endswith(b"\n") and len(line) > LONGEST_LINE:
        return "本行超过上限65535字节，请缩短。"
    if re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", line):
        return "有控制字符，请删除；换行只用LF（Unix格式）。"
    if line[0] in b"\t\n" or b"\t\t" in line or line.endswith((b"\t\n", b"\t")):
        return "有一列是空的，没有内容时请写“-”。"
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return "有不是UTF-8的文字，请把文件另存为UTF-8编码。"
    return None if line.endswith(b"\n") else "最后一行没有以LF结束，文件可能不完整，请重新导出。"


class Table:
    """A file with a header: `lines[0]` names the columns, `lines[n]` is record n."""

    def __init__(self, source, name, columns, more=True, ids=False):
        self.name, self.lines, self.number = name, [], {}  # number: from id to record
        last = b""
        for line in lines_of(source, name):
            fields = line.split(b"\t")
            if not self.lines:
                self.columns = {column: place for place, column in enumerate(fields)}
                if len(self.columns) < len(fields):
                    raise self.refused(0, "列名重复，请改名。")
                if fields[:len(columns) if more else None] != columns:
                    raise self.refused(0, f"首行的列应为{shown(b' '.join(columns))}，请改正。")
            elif len(fields) != len(self.columns):
                raise self.refused(len(self.lines), "列数与首行不同，请补齐或删去。")
            elif ids:
                if not re.fullmatch(rb"(?!-\Z)[!-+\--~]{1,50}", fields[0]):
                    raise self.refused(len(self.lines), "编号应为1至50个可见ASCII字符，不含逗号。")
                if fields[0] <= last:
                    raise self.refused(len(self.lines), "编号重复或没有按字节升序排列。")
                last = fields[0]
                self.number[last] = len(self.lines)
            self.lines.append(line)

    def refused(self, record, reason):
        return Refused(self.name, record + 1, reason)

    def records(self):
        """Number and fields of every record."""
        return ((n, line.split(b"\t")) for n, line in enumerate(self.lines) if n)

    def count(self):
        return len(self.lines) - 1

    def field(self, record, column):
        return self.lines[record].split(b"\t")[self.columns[column]]

    def id(self, record):
        return self.lines[record].split(b"\t", 1)[0]


def values(field):
    return set() if field == b"-" else set(field.split(b",")) - {b""}


# ---- Rules (§3) ------------------------------------------------------------------------------

# For every key: how many fields follow at least and at most, and the bounds of its number.
KEYS = {
    b"stage": (1, 1, None), b"role": (2, 2, (1, 9)), b"where": (2, BILLION, None),
    b"not": (2, BILLION, None), b"share": (1, 1, None), b"avoid": (1, 1, None),
    b"count": (1, 1, (0, BILLION)), b"rate": (1, 1, (1, 10_000)), b"minimum": (1, 1, (1, 1000)),
    b"shortfall": (1, BILLION, None), b"earlier": (1, BILLION, None), b"stratify": (1, 1, None),
    b"weight": (2, 2, (1, 1000)),
}
QUOTAS, ONLY_ROLE = (b"count", b"rate", b"shortfall"), (b"share", b"avoid")
ONLY_STAGE = (*QUOTAS, b"earlier", b"stratify", b"weight", b"minimum")


class Section:
    """A stage, or a role of its team, with the lines that belong to it."""

    def __init__(self, name, line, number):
        self.name, self.line = name, line
        self.number = number  # of a stage: its place; of a role: how many inspectors
        self.conditions = []  # (line, key, column, values) of `where` and `not`
        self.common = []  # (line, key, column) of `share` and `avoid`
        self.once = {}  # from a key that may stand once to (line, its fields)
        self.weights, self.roles = {}, {}  # from stratum to weight, from name to Section
        self.repeated = {}  # line of the first repeated weight and role

    def meets(self, columns, fields):
        """Whether a record meets all conditions; a value asked for is never `-` or empty."""
        return all(
            wanted.isdisjoint(fields[columns[column]].split(b",")) == (key == b"not")
            for _, key, column, wanted in self.conditions)

    def stratum(self, columns, fields):
        return fields[columns[self.once[b"stratify"][1][0]]] if b"stratify" in self.once else b"-"


class Rules:
    def __init__(self, lines):
        head = [(b"spec", [VERSION]), (b"suite", SUITES), (b"title", None)]
        for line, (text, (key, allowed)) in enumerate(zip([*lines, b"", b"", b""], head), 1):
            found, *fields = text.split(b"\t")
            if found != key or len(fields) != 1 or allowed and fields[0] not in allowed:
                raise Refused(RULES, line, f"第{line}行应为{key.decode()}和一个规定的值，请改正。")
        self.suite, self.title = (line.split(b"\t")[1] for line in lines[1:3])
        self.stages, self.stage, self.role, names = {}, None, None, set()
        for line, text in enumerate(lines, 1):
            if text.startswith(b"stage\t") and text.count(b"\t") == 1:
                if text in names:
                    raise Refused(RULES, line, "阶段重名，请改名。")
                names.add(text)
        for line, text in enumerate(lines[3:], 4):
            key, *fields = text.split(b"\t")
            if key == b"stage":
                self.close()
            if reason := self.take(line, key, fields):
                raise Refused(RULES, line, f"“{shown(key[:60])}”：{reason}")
        self.close()
        if not 1 <= len(self.stages) <= 65_535:
            raise Refused(RULES, 0, "应有1至65535个抽取阶段。")

    def take(self, line, key, fields):
        """Reads a line after the third; gives the reason if it is wrong."""
        part = self.role or self.stage
        if key not in KEYS or key != b"stage" and (
                not part or key in ONLY_STAGE and self.role or key in ONLY_ROLE and not self.role):
            return "不能用在这里，请检查拼写或移到正确的位置。"
        least, most, bounds = KEYS[key]
        if not least <= len(fields) <= most:
            return "列数不对，请按规则格式书写。"
        number = parse_number(fields[-1], *bounds) if bounds else 0
        if number is None:
            return f"后面应为{bounds[0]}至{bounds[1]}的整数，用半角数字，不加前导零。"
        if key == b"stage":
            self.stage, self.role = Section(fields[0], line, len(self.stages) + 1), None
            self.stages[fields[0]] = self.stage
        elif key == b"role":
            if fields[0] in self.stage.roles:
                self.stage.repeated.setdefault(key, line)
            self.role = self.stage.roles[fields[0]] = Section(fields[0], line, number)
        elif key in (b"where", b"not"):
            if any(value == b"-" or b"," in value for value in fields[1:]):
                return "值不能是“-”，也不能含逗号；多个值请分列书写。"
            part.conditions.append((line, key, fields[0], set(fields[1:])))
        elif key in ONLY_ROLE:
            part.common.append((line, key, fields[0]))
        elif key == b"weight":
            if fields[0] in part.weights:
                part.repeated.setdefault(key, line)
            part.weights[fields[0]] = number
        else:
            if key in (b"shortfall", b"earlier"):
                known = [name in self.stages and name != part.name for name in fields]
                if not all(known) or len(set(fields)) < len(fields):
                    return "后面应写前面的阶段名，每个一次。"
            if any(other in part.once for other in (QUOTAS if key in QUOTAS else [key])):
                return "只能写一次，count、rate、shortfall也只能选一项，请删去多余的。"
            part.once[key] = (line, [number] if bounds else fields)
        return None

    def close(self):
        """Checks what only a whole stage shows."""
        if (stage := self.stage) is None:
            return
        if not any(key in stage.once for key in QUOTAS):
            raise Refused(RULES, stage.line, "阶段没有名额，请写count、rate、shortfall中的一项。")
        if (stage.weights or b"minimum" in stage.once) and b"stratify" not in stage.once:
            raise Refused(RULES, stage.line, "weight、minimum需要分层，请加上stratify或删去它们。")
        for key in (b"weight", b"role"):
            if key in stage.repeated:
                raise Refused(RULES, stage.repeated[key], "与本阶段前面的一行重复，请删去一行。")


def parse_number(text, low, high):
    """A number as the rules write it; None if it is not one."""
    if re.fullmatch(rb"0|[1-9][0-9]{0,9}", text) and low <= int(text) <= high:
        return int(text)
    return None


# ---- Hashes (§2) -----------------------------------------------------------------------------


class SM3:
    """GB/T 32905-2016, for a Python whose hashlib was built without it."""

    def __init__(self):
        self.words = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600,
                      0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)
        self.length, self.rest = 0, b""

    def copy(self):
        other = SM3()
        other.words, other.length, other.rest = self.words, self.length, self.rest
        return other

    def update(self, data):
        self.length += len(data)
        data = self.rest + data
        whole = len(data) // 64 * 64
        for start in range(0, whole, 64):
            self.words = sm3_compress(self.words, data[start:start + 64])
        self.rest = data[whole:]

    def digest(self):
        last = self.copy()
        padding = b"\x80" + bytes(-(self.length + 9) % 64)
        last.update(padding + (8 * self.length).to_bytes(8, "big"))
        return b"".join(word.to_bytes(4, "big") for word in last.words)


def sm3_compress(words, block):
    def turn(x, n):
        return (x << n | x >> (32 - n)) & 0xFFFFFFFF

    w = [int.from_bytes(block[i:i + 4], "big") for i in range(0, 64, 4)]
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ turn(w[j - 3], 15)
        w.append(x ^ turn(x, 15) ^ turn(x, 23) ^ turn(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = words
    for j in range(64):
        constant = turn(0x79CC4519 if j < 16 else 0x7A879D8A, j % 32)
        ss1 = turn((turn(a, 12) + e + constant) & 0xFFFFFFFF, 7)
        ff = a ^ b ^ c if j < 16 else a & b | a & c | b & c
        gg = e ^ f ^ g if j < 16 else e & f | ~e & g
        tt1 = (ff + d + (ss1 ^ turn(a, 12)) + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
        tt2 = (gg + h + ss1 + w[j]) & 0xFFFFFFFF
        a, b, c, d = tt1, a, turn(b, 9), c
        e, f, g, h = tt2 ^ turn(tt2, 9) ^ turn(tt2, 17), e, turn(f, 19), g
    return tuple(x ^ y for x, y in zip(words, (a, b, c, d, e, f, g, h)))


def sm3():
    try:
        return hashlib.new("sm3")
    except ValueError:
        return SM3()


SUITES = {b"sha256": hashlib.sha256, b"sm3": sm3}


def label(name):
    return (VERSION + b"/" + name).ljust(32, b"\0")


def lp(data):
    return len(data).to_bytes(4, "big") + data


def u16(number):
    return number.to_bytes(2, "big")


def hexed(data):
    return data.hex().encode()


def extend(state, *parts):
    """The digest of what was hashed so far and the parts."""
    state = state.copy()
    for part in parts:
        state.update(part)
    return state.digest()


def root(hash, lines):
    """The RFC 6962 tree hash: neighbours are joined, an odd one out moves up a level."""
    level = [hash(b"\0", line) for line in lines]
    while len(level) > 1:
        joined = [hash(b"\1", *level[i:i + 2]) for i in range(0, len(level) - 1, 2)]
        level = joined + level[2 * len(joined):]
    return level[0]


# ---- The draw --------------------------------------------------------------------------------


def allocate(seats, strata, minimum):
    """Seats for each stratum; `strata` maps its name to (records, weight). §4.2"""
    given = {name: min(minimum, records) for name, (records, _) in strata.items()}
    if sum(given.values()) > seats:
        given = dict.fromkeys(strata, 0)
    left = seats - sum(given.values())
    rest = {name: (records - given[name], weight) for name, (records, weight) in strata.items()}
    while True:
        total = sum(records * weight for records, weight in rest.values())
        whole = [name for name, (_, weight) in rest.items() if left * weight >= total]
        if not whole:
            break
        for name in whole:
            given[name] += rest[name][0]
            left -= rest.pop(name)[0]
    order = []  # remainder and weight falling, then name
    seats = left
    for name, (records, weight) in rest.items():
        share, remainder = divmod(seats * records * weight, total)
        given[name] += share
        left -= share
        order.append((-remainder, -weight, name))
    for _, _, name in sorted(order)[:left]:
        given[name] += 1
    return given


class Draw:
    """Reads the files of a draw and checks them; then `transcript` draws."""

    def __init__(self, source):
        for name in (ROSTER, RULES, SEED):
            if not source.has(name):
                raise Refused(name, 0, "没有这个文件，请补上。")
        self.source, rules = source, list(lines_of(source, RULES))
        self.rules = Rules(rules)
        self.stages = list(self.rules.stages.values())
        self.roster = Table(source, ROSTER, [b"id"], ids=True)
        self.inspectors = self.conflicts = None
        if source.has(INSPECTORS):
            self.inspectors = Table(source, INSPECTORS, [b"id"], ids=True)
        if source.has(CONFLICTS):
            if not self.inspectors:
                raise Refused(CONFLICTS, 0, "有回避名单却没有inspectors.tsv，请补上或删去回避名单。")
            self.conflicts = Table(source, CONFLICTS, [b"inspector", b"object"])
        self.check_conflicts(0, self.inspectors)
        self.check_rules()
        self.check_conflicts(1, self.roster)
        self.check_weights()
        new = SUITES[self.rules.suite]
        self.hash = lambda *parts: extend(new(), *parts)
        self.read_seed(b"\n".join(rules) + b"\n")

    def check_conflicts(self, place, table):
        for record, fields in self.conflicts.records() if self.conflicts else ():
            if fields[place] not in table.number:
                raise self.conflicts.refused(record, f"{table.name}中没有这个编号，请更正或删去本行。")

    def check_rules(self):
        """Columns exist, and nobody fits two roles of a stage."""
        def columns(lines, *tables):
            for line, column in lines:
                for table in tables:
                    if column not in table.columns:
                        raise Refused(RULES, line, f"{table.name}没有这一列，请更正列名或补上该列。")

        for stage in self.stages:
            columns([(line, column) for line, _, column, _ in stage.conditions], self.roster)
            if b"stratify" in stage.once:
                line, [column] = stage.once[b"stratify"]
                columns([(line, column)], self.roster)
            for role in stage.roles.values():
                if not self.inspectors:
                    raise Refused(RULES, role.line, "角色需要检查人员，请补上inspectors.tsv或删去角色。")
                columns([(line, column) for line, _, column, _ in role.conditions], self.inspectors)
                columns([(line, column) for line, _, column in role.common],
                        self.inspectors, self.roster)
                role.fits = [record for record, fields in self.inspectors.records()
                             if role.meets(self.inspectors.columns, fields)]
            first = {}
            for role in stage.roles.values():
                for inspector in role.fits:
                    if first.setdefault(inspector, role) is not role:
                        raise Refused(RULES, role.line, "有检查人员同时符合本阶段的两个角色，请修改条件。")

    def check_weights(self):
        for stage in self.stages:
            if stage.weights:
                for _, fields in self.roster.records():
                    if stage.meets(self.roster.columns, fields) and (
                            stage.stratum(self.roster.columns, fields) not in stage.weights):
                        raise Refused(RULES, stage.line, "有一层没有写权重，请补上一行weight。")

    def read_seed(self, rules):
        """The first lines of the transcript, and the seed K (§2)."""
        self.lines = []
        self.say(b"draw", VERSION, self.rules.suite)
        self.say(b"title", self.rules.title)
        seed = Table(self.source, SEED, [b"contributor", b"kind", b"value"], more=False)
        shares, last = [], b""
        for record, (contributor, kind, value) in seed.records():
            if contributor <= last:
                raise seed.refused(record, "贡献者重复或没有按字节升序排列，请重新排序并去重。")
            if kind not in (b"secret", b"public"):
                raise seed.refused(record, "种类应为secret或public。")
            if kind == b"secret":
                if not re.fullmatch(rb"[0-9a-f]{64}", value):
                    raise seed.refused(record, "secret的值应为64个小写十六进制数字，请核对原值。")
                value = bytes.fromhex(value.decode())
            last = contributor
            shares.append(lp(contributor) + lp(kind) + lp(value))
        if not shares:
            raise Refused(SEED, 0, "没有任何随机数贡献，请至少写入一行secret或public。")
        roots = []
        for table in (self.roster, self.inspectors, self.conflicts):
            roots.append(root(self.hash, table.lines) if table else b"")
        rules_hash = self.hash(label(b"rules"), rules)
        k = self.hash(label(b"seed"), *map(lp, roots), lp(rules_hash), *shares)
        self.say(b"roster", hexed(roots[0]), self.roster.count())
        self.say(b"rules", hexed(rules_hash))
        for table, key, hash in ((self.inspectors, b"inspectors", roots[1]),
                                 (self.conflicts, b"conflicts", roots[2])):
            if table:
                self.say(key, hexed(hash), table.count())
        self.say(b"seed", hexed(k))
        self.ticket_start, self.team_start = SUITES[self.rules.suite](), SUITES[self.rules.suite]()
        self.ticket_start.update(label(b"ticket") + k)
        self.team_start.update(label(b"team") + k)

    def say(self, *fields):
        """Writes a line of the transcript."""
        self.lines.append(b"\t".join(
            field if isinstance(field, bytes) else b"%d" % field for field in fields))

    def ticket(self, stage, record):
        id = self.roster.id(record)
        return extend(self.ticket_start, u16(stage.number), bytes([len(id)]), id)

    def transcript(self):
        self.drawn = {}  # every record ever drawn: (stage, stratum)
        self.counted = set()  # picks that counted toward a later stage
        for stage in self.stages:
            self.draw_stage(stage)
        teams = Teams(self)
        teams.assign()
        if self.source.has(AMENDMENTS):
            teams.amend(Table(self.source, AMENDMENTS,
                              [b"kind", b"object", b"inspector", b"reason"], more=False))
        text = b"".join(line + b"\n" for line in self.lines)
        return text + b"end\t" + hexed(self.hash(label(b"end"), text)) + b"\n"

    def draw_stage(self, stage):
        """§4"""
        strata = stage.strata = {}
        for record, fields in self.roster.records():
            if record not in self.drawn and stage.meets(self.roster.columns, fields):
                strata.setdefault(stage.stratum(self.roster.columns, fields), []).append(record)
        pool = sum(map(len, strata.values()))
        quota = self.quota(stage, pool)
        seats = min(quota, pool)
        stage.short = quota - seats
        given = allocate(
            seats, {name: (len(records), stage.weights.get(name, 1))
                    for name, records in strata.items()},
            stage.once.get(b"minimum", (0, [0]))[1][0])
        self.say(b"stage", stage.number, stage.name, pool, quota, seats, stage.short)
        for name in sorted(strata):
            self.say(b"stratum", stage.number, name, len(strata[name]),
                     stage.weights.get(name, 1), given[name])
        stage.picks = sorted(
            (ticket, record, name) for name, records in strata.items()
            for ticket, record in heapq.nsmallest(
                given[name], ((self.ticket(stage, record), record) for record in records)))
        for place, (ticket, record, name) in enumerate(stage.picks, 1):
            self.drawn[record] = (stage, name)
            self.say(b"pick", stage.number, place, self.roster.id(record), name, hexed(ticket))

    def quota(self, stage, pool):
        key = next(key for key in QUOTAS if key in stage.once)
        fields = stage.once[key][1]
        if key == b"shortfall":
            quota = min(sum(self.rules.stages[name].short for name in fields), BILLION)
        else:
            quota = fields[0] if key == b"count" else -(-pool * fields[0] // 10_000)
        sources = [self.rules.stages[name] for name in stage.once.get(b"earlier", (0, []))[1]]
        for source in sorted(sources, key=lambda source: source.number):
            for _, record, _ in source.picks:
                fields = self.roster.lines[record].split(b"\t")
                if quota and record not in self.counted and (
                        stage.meets(self.roster.columns, fields)):
                    self.counted.add(record)
                    quota -= 1
        return quota


def bits(numbers, size):
    """A set of small numbers as the bits of one integer."""
    row = bytearray(b"0" * (size + 1))
    for number in numbers:
        row[~number] = 0x31
    return int(row, 2)


def numbers(bits):
    """The numbers whose bit is set, ascending."""
    row = bin(bits)[:1:-1]
    place = row.find("1")
    while place >= 0:
        yield place
        place = row.find("1", place + 1)


class Group:
    """A role of a drawn object's team. Sets of inspectors are integers, a bit for each."""

    def __init__(self, record, role, candidates):
        self.record, self.role, self.candidates = record, role, candidates
        self.members = 0


class Teams:
    """Assigns inspectors (§5) and amends the result (§6)."""

    def __init__(self, draw):
        self.draw, self.size = draw, draw.inspectors.count() + 1 if draw.inspectors else 0
        self.load, self.limit, self.teams = [0] * self.size, 0, {}
        self.conflicts = {}
        for _, fields in draw.conflicts.records() if draw.conflicts else ():
            self.conflicts.setdefault(fields[1], []).append(draw.inspectors.number[fields[0]])

    def form(self, record, stage):
        """The groups of an object, still empty."""
        draw, fields = self.draw, self.draw.roster.lines[record].split(b"\t")
        barred = bits(self.conflicts.get(fields[0], []), self.size)
        self.teams[record] = []
        for role in stage.roles.values():
            candidates = bits(role.fits, self.size) & ~barred
            for _, key, column in role.common:
                if not hasattr(role, "having"):
                    role.having = {}
                if column not in role.having:
                    having = role.having[column] = {}
                    for inspector in role.fits:
                        for value in values(draw.inspectors.field(inspector, column)):
                            having.setdefault(value, []).append(inspector)
                same = bits([inspector for value in values(fields[draw.roster.columns[column]])
                             for inspector in role.having[column].get(value, [])], self.size)
                candidates &= same if key == b"share" else ~same
            self.teams[record].append(Group(record, role, candidates))
        return self.teams[record]

    def team_tickets(self, group, candidates):
        """The candidates' team tickets, in order."""
        draw = self.draw
        id = draw.roster.id(group.record)
        start = draw.team_start.copy()
        start.update(u16(draw.drawn[group.record][0].number) + bytes([len(id)]) + id
                     + lp(group.role.name))
        return sorted((extend(start, draw.inspectors.id(i)), i) for i in numbers(candidates))

    def say(self, group, ticket, inspector):
        self.draw.say(b"team", self.draw.roster.id(group.record), group.role.name,
                      self.draw.inspectors.id(inspector), hexed(ticket))

    def assign(self):
        if not self.draw.inspectors:
            return
        groups = [group for stage in self.draw.stages for _, record, _ in stage.picks
                  for group in self.form(record, stage)]
        for group in groups:
            if group.candidates.bit_count() < group.role.number:
                raise Refused(RULES, group.role.line, f"对象{shown(self.draw.roster.id(group.record))}"
                              "的这个角色没有足够的人员，无法组队，请作废后补充人员或修改规则。")
        everybody = bits(range(1, self.size), self.size)
        self.free = 0  # inspectors with a load below the limit
        self.loose = [set() for _ in range(self.size)]  # groups an inspector may still leave
        # Any assignment with the smallest limit; a group that cannot be filled raises it.
        for group in groups:
            for _ in range(group.role.number):
                while not (chain := self.chain(group.candidates & ~group.members, self.free, group)):
                    self.limit += 1
                    self.free = everybody
                self.follow(chain, group)
        self.draw.say(b"load", self.limit)
        # Then the one wanted: a candidate is taken if some assignment has all taken so far and him.
        for group in groups:
            fixed = 0
            for ticket, inspector in self.team_tickets(group, group.candidates):
                if fixed.bit_count() == group.role.number:
                    break
                if not group.members >> inspector & 1:
                    others = group.members & ~fixed
                    chain = self.chain(1 << inspector, self.free | others, group)
                    if not chain:
                        continue
                    last = chain[-1][0]
                    leaver = last if others >> last & 1 else next(numbers(others))
                    self.leave(leaver, group)
                    self.follow(chain, group)
                self.loose[inspector].discard(group)
                fixed |= 1 << inspector
                self.say(group, ticket, inspector)

    def chain(self, start, goal, closed):
        """The shortest way to free somebody of `start`: he leaves a group, another takes his place
        there, who leaves a group …, until somebody of `goal`, who need not leave any. A list of
        (inspector, group he leaves); none if there is no way. Nobody leaves or enters `closed`."""
        seen, done = start, {closed}
        steps = [(start, None, None, None)]  # who may come, whose place, in which group, step before
        for step in steps:
            if found := step[0] & goal:
                inspector, group, chain = next(numbers(found)), None, []
                while step:
                    chain.append((inspector, group))
                    _, inspector, group, step = step
                return chain[::-1]
            for inspector in numbers(step[0]):
                for group in self.loose[inspector] - done:
                    done.add(group)
                    come = group.candidates & ~group.members & ~seen
                    if come:
                        seen |= come
                        steps.append((come, inspector, group, step))
        return []

    def follow(self, chain, group):
        """The first of the chain joins the group; every other takes the place of the one before."""
        for inspector, left in chain:
            if left:
                self.leave(inspector, left)
            self.join(inspector, group)
            group = left

    def join(self, inspector, group):
        group.members |= 1 << inspector
        self.loose[inspector].add(group)
        self.load[inspector] += 1
        if self.load[inspector] >= self.limit:
            self.free &= ~(1 << inspector)

    def leave(self, inspector, group):
        group.members &= ~(1 << inspector)
        self.loose[inspector].discard(group)
        self.load[inspector] -= 1
        self.free |= 1 << inspector

    def amend(self, table):
        """§6"""
        draw = self.draw
        standing, queues = dict(draw.drawn), {}
        for n, (kind, object, inspector, reason) in table.records():
            record = draw.roster.number.get(object)
            if kind not in (b"object", b"inspector"):
                raise table.refused(n, "种类应为object或inspector。")
            if record not in standing:
                raise table.refused(n, "这个对象此时不在抽中名单里，请核对编号和先后顺序。")
            stage, stratum = standing[record]
            if kind == b"object":
                if inspector != b"-":
                    raise table.refused(n, "更换对象时检查人员一列应写“-”。")
                for group in self.teams.pop(record, []):
                    for member in numbers(group.members):
                        self.load[member] -= 1
                del standing[record]
                if (stage, stratum) not in queues:
                    queues[stage, stratum] = iter(sorted(
                        (draw.ticket(stage, other), other) for other in stage.strata[stratum]))
                queue = queues[stage, stratum]
                ticket, new = next((entry for entry in queue if entry[1] not in draw.drawn),
                                   (None, None))
                if not new:
                    draw.say(b"withdraw", n, object, reason)
                    continue
                draw.drawn[new] = standing[new] = (stage, stratum)
                draw.say(b"replace", n, object, draw.roster.id(new), stratum, hexed(ticket), reason)
                if draw.inspectors:
                    for group in self.form(new, stage):
                        for _ in range(group.role.number):
                            self.say(group, *self.fill(group, table, n))
                continue
            who = draw.inspectors.number.get(inspector) if draw.inspectors else None
            group = next((group for group in self.teams.get(record, [])
                          if who and group.members >> who & 1), None)
            if not group:
                raise table.refused(n, "这名检查人员此时不在该对象的检查组里，请核对。")
            group.members &= ~(1 << who)
            group.candidates &= ~(1 << who)
            self.load[who] -= 1
            ticket, new = self.fill(group, table, n)
            draw.say(b"recuse", n, object, group.role.name, inspector, draw.inspectors.id(new),
                     hexed(ticket), reason)

    def fill(self, group, table, n):
        """Fills one place: the least loaded, L counting as the least, then the lowest ticket."""
        rest = list(numbers(group.candidates & ~group.members))
        if not rest:
            raise table.refused(n, "已没有可递补的检查人员，请撤回本行或更换对象。")
        least = min(max(self.load[i] + 1, self.limit) for i in rest)
        best = bits([i for i in rest if max(self.load[i] + 1, self.limit) == least], self.size)
        ticket, new = self.team_tickets(group, best)[0]
        group.members |= 1 << new
        self.load[new] += 1
        return ticket, new


# ---- Comparing -------------------------------------------------------------------------------


def differences(expected, found):
    """The four lines to print where the transcripts part."""
    same = len(os.path.commonprefix([expected, found]))
    start = expected.rfind(b"\n", 0, same) + 1
    line = expected.count(b"\n", 0, same) + 1
    return (f"{TRANSCRIPT}:{line}: 与重新计算的结果不同。\n"
            f"应为: {line_at(expected, start)}\n实为: {line_at(found, start)}\n"
            f"改动在: {changed_file(expected[start:], found[start:], found)}\n")


def line_at(text, start):
    end = text.find(b"\n", start)
    if end >= 0:
        return shown(text[start:end])
    return shown(text[start:]) + "（行末缺少换行符）" if text[start:] else "（没有这一行）"


def changed_file(expected, found, transcript):
    """The file whose bytes are not those the transcript was made from."""
    head = [field for field in transcript.split(b"\n", 1)[0].split(b"\t") if field]
    body = transcript[:transcript.rfind(b"\n", 0, -1) + 1]
    if len(head) != 3 or head[2] not in SUITES:
        return TRANSCRIPT
    end = extend(SUITES[head[2]](), label(b"end"), body)
    if transcript[len(body):] != b"end\t" + hexed(end) + b"\n":
        return TRANSCRIPT
    keys = [re.match(rb"[^\t\n]*", text)[0] for text in (expected, found)]
    for key, file in [(b"draw", RULES), (b"title", RULES), (b"roster", ROSTER), (b"rules", RULES),
                      (b"inspectors", INSPECTORS), (b"conflicts", CONFLICTS), (b"seed", SEED),
                      (b"replace", AMENDMENTS), (b"withdraw", AMENDMENTS), (b"recuse", AMENDMENTS)]:
        if key in keys:
            return file
    return TRANSCRIPT


def read_transcript(source):
    if not source.has(TRANSCRIPT):
        raise Refused(TRANSCRIPT, 0, "没有这个文件，请补上。")
    with reading(TRANSCRIPT), source.open(TRANSCRIPT) as stream:
        found = stream.read()
    head = found.split(b"\n", 1)[0].split(b"\t")
    if head[0] == b"draw" and len(head) > 1 and head[1] != VERSION:
        raise Refused(TRANSCRIPT, 1, "记录是按另一版规则写的，请换用相应版本的程序。")
    return found


def main(arguments):
    only_draw = arguments[:1] == ["--draw"]
    if len(arguments) != 1 + only_draw:
        sys.stderr.write("用法: python3 verify.py [--draw] 文件夹或ZIP文件\n")
        return 2
    try:
        source = Source(arguments[-1])
        found = None if only_draw else read_transcript(source)
        expected = Draw(source).transcript()
    except Refused as refusal:
        sys.stderr.buffer.write(f"{refusal}\n".encode("utf-8", "replace"))
        return 2
    except MemoryError:
        sys.stderr.write("内存不足，请在内存更大的机器上核对。\n")
        return 2
    if only_draw:
        sys.stdout.buffer.write(expected)
        return 0
    if found == expected:
        sys.stdout.buffer.write(b"verified " + expected[-65:])
        return 0
    sys.stdout.buffer.write(differences(expected, found).encode())
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
