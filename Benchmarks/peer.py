"""The peer: Django with gunicorn over PostgreSQL, with the same bodies (see django/README.md)."""
import contextlib
import os
import pathlib
import subprocess
import sys
import tempfile

import measure
from house import PASSWORD, Browser

LOGIN = "planner"


@contextlib.contextmanager
def peer(database):
    """Yields the port it listens on and the cookie of somebody signed in."""
    cluster = pathlib.Path(tempfile.mkdtemp(prefix="mingcha-bench-"))
    cluster.rmdir()
    script = str(measure.ROOT / "Tests" / "postgres.sh")
    environment = {
        "PEER_SOCKET": str(cluster), "PEER_SECRET": os.urandom(32).hex(),
        "PYTHONPATH": str(measure.ROOT / "Benchmarks" / "django"), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        # The database's processes inherit the two cores.
        subprocess.run([*measure.PINNED, script, "start", cluster], check=True,
                       stdout=subprocess.DEVNULL)
        subprocess.run([sys.executable, "-m", "peer.load", database, LOGIN, PASSWORD], check=True,
                       env={**os.environ, **environment})
        port = measure.free_port()
        with measure.service(
                "django", sys.executable, "-m", "gunicorn", "--workers", "2", "--bind",
                f"127.0.0.1:{port}", "--log-level", "warning", "peer.wsgi",
                ready=(port, "/ready"), environment=environment):
            browser = Browser(port)
            browser.sign_in(LOGIN, PASSWORD, ("username", "password"), "csrfmiddlewaretoken")
            yield port, browser.cookie
    finally:
        subprocess.run([script, "stop", cluster], stderr=subprocess.DEVNULL)
