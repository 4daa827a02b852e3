#!/usr/bin/env python3
"""Hands every case of `cases.py` to every verifier.

    run.py PROGRAM [WORD …]     PROGRAM: mingcha; only the cases with one of the words in their name

A refusal must be one sentence that names the right file and line, with nothing on standard output,
no trace of a crash, in bounded memory, and in the end. Exit status 1 if any answer is wrong.
"""
import concurrent.futures
import itertools
import pathlib
import re
import shutil
import sys
import tempfile

import cases
import verifiers

#: One sentence and nothing else, however long it took.
SENTENCE = re.compile(r"\A([^\n]+?)(:[1-9][0-9]*)?: [^\n]+。\n\Z")


def complaints(case, path, answer, most_memory):
    """What is wrong with an answer."""
    if answer.status == 2:
        found = SENTENCE.match(answer.complaint)
        if not found:
            return ["no single sentence with a file"]
        wrong = ["a refusal prints nothing"] if answer.printed else []
        place = found[1] + (found[2] or "")
        names = {str(path): "FOLDER" if path.suffix != ".zip" else "ZIP", path.name: "ZIP"}
        place = names.get(place, place)
    elif answer.status == 1:
        wrong = [] if answer.printed.count("\n") == 4 else ["not four lines"]
        place = "differs"
    elif answer.status == 0:
        wrong = [] if re.fullmatch(r"verified [0-9a-f]{64}\n", answer.printed) else ["no digest"]
        place = "verified"
    else:
        return [f"ended with {answer.status}"]
    if answer.status < 2 and answer.complaint:
        wrong.append("speaks on standard error")
    if place not in case.answers:
        wrong.append(f"{place} instead of {' or '.join(case.answers)}")
    if most_memory and answer.memory > most_memory:
        wrong.append(f"{answer.memory} MiB, more than {most_memory}")
    return wrong


def main(program, words):
    programs = [
        verifiers.Program("mingcha", [program, "verify"], most_memory=512),
        verifiers.Program(
            "verify.py", [sys.executable, str(verifiers.ROOT / "Verifiers" / "verify.py")],
            most_memory=1024),
    ]
    chosen = [case for case in cases.CASES if not words or any(w in case.name for w in words)]
    failed = 0
    most = {}

    def hand_in(case, ways):
        """The answers of some verifiers to a case, with what is wrong with each."""
        with tempfile.TemporaryDirectory(prefix="mingcha-bad-input-") as room:
            folder = pathlib.Path(room) / "draw"
            shutil.copytree(cases.VECTOR, folder)
            path = case.make(folder) or folder
            return [(case, way, answer, complaints(case, path, answer, way.most_memory))
                    for way in ways for answer in [way.verify(path, case)]]

    browser = verifiers.Browser()
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        # The browser belongs to this thread.
        jobs = [pool.submit(hand_in, case, programs) for case in chosen if not case.sizes]
        answers = [hand_in(case, [browser]) for case in chosen if case.browser]
        answers += [job.result() for job in jobs]
    browser.close()
    for case, way, answer, wrong in itertools.chain.from_iterable(answers):
        most[way.name] = max(most.get(way.name, (0, "")), (answer.memory, case.name))
        if wrong:
            failed += 1
            print(f"{way.name}, {case.name}: {'; '.join(wrong)}")
            print("   ", (answer.printed + answer.complaint)[-400:].replace("\n", "\n    "))
    for name, (memory, case) in most.items():
        if memory:
            print(f"bad input: {name} needed at most {memory} MiB ({case})")
    print(f"bad input: {len(chosen)} cases, {failed} wrong answers")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
