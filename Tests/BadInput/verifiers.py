"""The ways to check a draw, each given a folder or a ZIP and answering as `mingcha verify` does."""
import base64
import dataclasses
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Verifiers"))
NAMES = ("roster.tsv", "rules.tsv", "seed.tsv", "inspectors.tsv", "conflicts.tsv",
         "amendments.tsv", "transcript.txt")
#: Seconds (of computing, for a program) after which a verifier is taken to hang. No measure of
#: speed: a machine may be busy.
PATIENCE = 600


@dataclasses.dataclass
class Answer:
    status: int
    printed: str
    complaint: str
    #: The most memory held at a time, in MiB; 0 if unknown.
    memory: int = 0


class Program:
    """A verifier that runs as a process."""

    def __init__(self, name, words, most_memory):
        self.name, self.words, self.most_memory = name, words, most_memory

    def verify(self, path, case):
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as error:
            process = subprocess.Popen(
                [*self.words, str(path)], stdin=subprocess.DEVNULL, stdout=output, stderr=error,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE)))
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            texts = []
            for stream in (output, error):
                stream.seek(0)
                texts.append(stream.read().decode("utf-8", "backslashreplace"))
            return Answer(process.returncode, *texts, usage.ru_maxrss // 1024)


CHECK = """async ([module, files, sizes]) => {
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const blobs = files.map(([path, content]) => {
    const blob = new Blob([bytes(content)]);
    return { path, blob: path in sizes ? { size: sizes[path] } : blob };
  });
  let done;
  await mingchaCheck({ module: bytes(module), blobs }, (message) => {
    if (message.kind === "done") done = message.outcome;
  });
  return done;
}"""


class Browser:
    """The WebAssembly module and its reader of folders and archives, in Chromium."""

    name = "browser"
    most_memory = None

    def __init__(self):
        import chromium
        from playwright.sync_api import sync_playwright
        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox"] if os.geteuid() == 0 else [])
        self._page = self._browser.new_page()
        self._page.set_default_timeout(PATIENCE * 1000)
        self._page.add_script_tag(path=chromium.ENGINE)
        self._module = base64.b64encode(chromium.module()).decode()

    def verify(self, path, case):
        paths = [path] if path.is_file() else [one for one in path.iterdir() if one.is_file()]
        files = [[one.name, base64.b64encode(one.read_bytes()).decode()] for one in sorted(paths)]
        outcome = self._page.evaluate(CHECK, [self._module, files, case.sizes])
        return Answer(outcome["status"], outcome["printed"], outcome["complaint"])

    def close(self):
        self._browser.close()
        self._playwright.stop()
