#!/usr/bin/env python3
"""Writes what the fuzzer begins with: the files of the vectors, sorted by target.

    corpus.py FOLDER
"""
import hashlib
import io
import pathlib
import sys
import zipfile
from xml.sax.saxutils import escape

LARGEST = 4096  # run.sh gives the fuzzer no longer inputs
NAMES = ["roster.tsv", "rules.tsv", "seed.tsv", "inspectors.tsv", "conflicts.tsv",
         "amendments.tsv", "transcript.txt"]


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return room.getvalue()


def workbook(table: bytes) -> bytes:
    """A small XLSX with the first rows of a table, the first column as shared texts."""
    rows = [line.split("\t") for line in table.decode("utf-8", "replace").splitlines()[:8]]
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    texts = "".join(f"<si><t>{escape(row[0])}</t></si>" for row in rows)
    cells = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>{n - 1}</v></c>' + "".join(
            f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row[1:3])
        + f'<c r="F{n}" s="1"><v>{46000 + n}</v></c></row>' for n, row in enumerate(rows, 1))
    return packed({name: content.encode() for name, content in {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" '
                       f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
                           '<sheet name="a" sheetId="1" r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels":
            f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="b" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="c" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>'
            f'<Relationship Id="d" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs><xf numFmtId="0"/>'
                         '<xf numFmtId="14"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{texts}</sst>',
        "xl/worksheets/sheet1.xml":
            f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }.items()}, zipfile.ZIP_STORED)


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
        write("workbook", folder.name, workbook(files["roster.tsv"]))
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
