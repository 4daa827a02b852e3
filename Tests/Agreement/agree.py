"""Whether the native program, verify.py and the browser's module agree, byte for byte.

    agree.py PROGRAM [FIRST COUNT]

On every vector, on COUNT random draws (generator.py; default 1 000 from seed 1) and on a tampered
copy of each, all three have to give the same exit status, the same standard output and, where the
files are refused, name the same file and line. A draw that is not refused is verified against the
transcript verify.py computes, so `verified` from all three means the same transcript from all. The
folder of whatever they disagree on is kept and named.
"""

import collections
import concurrent.futures
import importlib.util
import multiprocessing
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import generator

ROOT = pathlib.Path(__file__).resolve().parents[2]
VECTORS = ROOT / "Tests" / "Draw" / "Vectors"
# The random draws have to show at least so many of each line, else they prove little.
LEAST = {b"team": 150, b"replace": 80, b"withdraw": 80, b"recuse": 80, b"conflicts": 150,
         b"suite sm3": 200, b"suite sha256": 200, b"load above 1": 50, b"refused": 150}


def load(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "Verifiers" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


verify = load("verify")


def place(complaint):
    """The file and line a refusal names; its sentence is every verifier's own."""
    return re.match(rb"[a-z]+\.[a-z]+(:[0-9]+)?(?=: )|$", complaint)[0]


def python_answer(files):
    try:
        status, printed = verify.run(files)
        return status, printed.encode(), b""
    except verify.Refused as refusal:
        return 2, b"", place(str(refusal).encode())


def transcript(files):
    """What verify.py draws."""
    try:
        return verify.Draw(files).transcript()
    except verify.Refused as refusal:
        raise ValueError(refusal) from None


def cases_of(seed):
    """The random draw with a seed, and the same tampered with."""
    files = generator.draw_of(seed, transcript)
    try:
        files = {**files, "transcript.txt": transcript(files)}
    except ValueError:
        files = {**files, "transcript.txt": b"none\n"}
    return [(name, case, python_answer(case)) for name, case in
            ((f"{seed}", files), (f"{seed}-tampered", generator.tampered(seed, files)))]


def vectors():
    for folder in sorted(path for path in VECTORS.iterdir() if path.is_dir()):
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        if "transcript.txt" in files:
            wanted = (0, b"verified " + files["transcript.txt"][-65:], b"")
        else:
            wanted = None
            files["transcript.txt"] = b"none\n"
        yield folder.name, files, wanted


def native_answer(program, folder):
    done = subprocess.run([program, "verify", folder], capture_output=True)
    return done.returncode, done.stdout, place(done.stderr)


def count_lines(cases):
    counts = collections.Counter()
    for name, files, (status, _, _) in cases:
        if name.endswith("-tampered"):
            continue
        counts[b"refused" if status else b"verified"] += 1
        lines = [line.split(b"\t") for line in files["transcript.txt"].splitlines()]
        counts.update({line[0] for line in lines})
        counts.update({b"suite " + line[2] for line in lines if line[0] == b"draw"})
        counts.update({b"load above 1" for line in lines if line[0] == b"load" and line[1] > b"1"})
    return counts


def check_vectors():
    """verify.py on every vector as a process."""
    wrong = []
    for name, _, wanted in vectors():
        if wanted:
            done = subprocess.run([sys.executable, ROOT / "Verifiers" / "verify.py", VECTORS / name],
                                  capture_output=True)
            if (done.returncode, done.stdout, done.stderr) != wanted:
                wrong.append(f"{name}: python3 verify.py: {done}")
    return wrong


def main(program, first=1, count=1000):
    seeds = range(int(first), int(first) + int(count))
    with multiprocessing.Pool(2) as pool:
        random_cases = [case for pair in pool.imap(cases_of, seeds, 10) for case in pair]
    cases = [(name, files, wanted or python_answer(files)) for name, files, wanted in vectors()]
    cases += random_cases
    top = pathlib.Path(tempfile.mkdtemp(prefix="mingcha-agreement-"))
    for name, files, _ in cases:
        (top / name).mkdir()
        for file, content in files.items():
            (top / name / file).write_bytes(content)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        native = pool.map(lambda case: native_answer(program, top / case[0]), cases)
        with load("chromium").Chromium() as chromium:
            browser = chromium.verify([files for _, files, _ in cases])
        native = list(native)
    wrong = check_vectors()
    for (name, _, python), own, there in zip(cases, native, browser, strict=True):
        there = (there.status, there.printed, place(there.complaint))
        if python == own == there:
            shutil.rmtree(top / name)
        else:
            wrong.append(f"{top / name}:\n  verify.py  {python}\n  native     {own}\n"
                         f"  browser    {there}")
    counts = count_lines(random_cases)
    for key, least in LEAST.items():
        if len(seeds) >= 1000 and counts[key] < least:
            wrong.append(f"the generator shows “{key.decode()}” in {counts[key]} draws only")
    if wrong:
        print("\n".join(wrong[:20]), f"\n{len(wrong)} disagreements", file=sys.stderr)
        return 1
    shutil.rmtree(top)
    print(f"agreement: {len(cases)} folders, three verifiers, the same answers "
          f"({counts[b'verified']} of {len(seeds)} random draws verified)")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
