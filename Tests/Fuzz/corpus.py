#!/usr/bin/env python3
"""Writes what the fuzzer begins with: the files of the vectors, sorted by target.

    corpus.py FOLDER
"""
import hashlib
import io
import pathlib
import sys
import zipfile

LARGEST = 4096
NAMES = ["roster.tsv", "rules.tsv", "seed.tsv", "inspectors.tsv", "conflicts.tsv",
         "amendments.tsv", "transcript.txt"]


def packed(files: dict[str, bytes]) -> bytes:
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return room.getvalue()


def main(target_folder: str) -> None:
    out = pathlib.Path(target_folder)
    vectors = pathlib.Path(__file__).parent.parent / "Draw" / "Vectors"

    def write(target: str, name: str, content: bytes) -> None:
        (out / target).mkdir(parents=True, exist_ok=True)
        (out / target / name).write_bytes(content[:LARGEST])

    for folder in sorted(vectors.iterdir()):
        files = {name: (folder / name).read_bytes() for name in NAMES if (folder / name).exists()}
        for name, content in files.items():
            write(name.split(".")[0], folder.name, content)
        if (end := files.get("transcript.txt", b"").rfind(b"end\t")) > 0:
            write("facts", folder.name, files["transcript.txt"][:end])
        write("text", folder.name, files["rules.tsv"][:200])
        if sum(map(len, files.values())) < LARGEST:
            write("draw", folder.name, b"\0".join(files.get(name, b"") for name in NAMES))
            write("zip", folder.name, packed(files))
        write("sheet", folder.name, files["roster.tsv"][:1000].replace(b"\t", b","))
    leaf = hashlib.sha256(b"\0id").hexdigest()
    write("tree", "one", f"tree\tmingcha-draw-1\tsha256\nfile\troster.tsv\t1\t{leaf}\n{leaf}\n".encode())
    proof = f"proof\tmingcha-draw-1\tsha256\nfile\troster.tsv\nleaf\t0\t1\nroot\t{leaf}\nid\n".encode()
    label = b"mingcha-draw-1/proof".ljust(32, b"\0")
    end = hashlib.sha256(label + proof).hexdigest()
    write("proof", "one", proof + f"end\t{end}\n".encode())
    write("hex", "digits", bytes(range(256)).hex().encode())
    write("kernels", "lengths", bytes(range(256)) * 4)
    for file in range(6):
        write("tamper", f"{file}", bytes([file, 0, 20, 3]) + b"abc")


if __name__ == "__main__":
    main(sys.argv[1])
