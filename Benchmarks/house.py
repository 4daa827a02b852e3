"""Mingcha under measurement: a running server, somebody signed in, the addresses to ask for."""
import http.client
import itertools
import re
import sqlite3
import urllib.parse

PASSWORD = "Mingcha-Demo-2026"


class Browser:
    """One person's cookies, enough to sign in to Mingcha and to the peer."""

    def __init__(self, port):
        self.port = port
        self.cookies = {}

    @property
    def cookie(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def ask(self, path, form=None):
        """The status and the text of the answer; redirections are not followed."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": self.cookie} if self.cookies else {}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("GET" if form is None else "POST", path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for header in answer.headers.get_all("Set-Cookie", []):
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        return answer.status, text

    def sign_in(self, login, password, names, token):
        """Fills in the sign-in form; `names` are its fields, `token` its hidden one."""
        _, text = self.ask("/sign-in")
        found = re.search(rf'name="{token}" value="([^"]+)"', text)
        status, _ = self.ask("/sign-in", {
            names[0]: login, names[1]: password, token: found.group(1) if found else ""})
        if status not in (302, 303):
            raise RuntimeError(f"signing in as {login} was answered with status {status}")


def rows(database, statement, *parameters):
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return connection.execute(statement, parameters).fetchall()


def list_paths(database):
    """Every page of fifty bodies of every region, as the list shows them.

    Here a page begins behind a body, in the peer it has a number; each leaves aside the other's.
    """
    paths = []
    bodies = rows(database, "SELECT region, id FROM bodies ORDER BY region, name, id")
    for region, group in itertools.groupby(bodies, key=lambda row: row[0]):
        numbers = [number for _, number in group]
        for start in range(0, len(numbers), 50):
            after = f"&after={numbers[start - 1]}" if start else ""
            paths.append(f"/bodies?region={region}&page={start // 50 + 1}{after}")
    return paths


def signed_in(port, login):
    """A browser with the session of one of the demo's people."""
    browser = Browser(port)
    browser.sign_in(login, PASSWORD, ("login", "password"), "form-token")
    return browser


def check(port, path, cookie):
    """The page at `path`, which has to be there."""
    browser = Browser(port)
    browser.cookies = dict(pair.split("=", 1) for pair in cookie.split("; ") if pair)
    status, text = browser.ask(path)
    if status != 200:
        raise RuntimeError(f"{path} was answered with status {status}")
    return text


def check_list(port, paths, cookie, database):
    """Some of the list's pages hold exactly the bodies that stand there."""
    for path in paths[::max(1, len(paths) // 20)]:
        region, page = re.fullmatch(r"/bodies\?region=(\d+)&page=(\d+)(?:&after=\d+)?", path).groups()
        expected = [str(number) for number, in rows(
            database, "SELECT id FROM bodies WHERE region = ? ORDER BY name, id LIMIT 50 OFFSET ?",
            region, 50 * (int(page) - 1))]
        found = re.findall(r'<td class="name[^"]*"><a href="/bodies/(\d+)"', check(port, path, cookie))
        if found != expected:
            raise RuntimeError(f"port {port}: {path} does not show the bodies it should")


def login(folder, role):
    """The first login of that role in the list the demo wrote."""
    for line in (folder / "accounts.txt").read_text().splitlines():
        words = line.split("\t")
        if words[2] == role:
            return words[0]
    raise RuntimeError(f"accounts.txt names nobody who is {role}")


def demo_pages(folder):
    """The main pages of the demo: what each is called, its address, who asks for it (or nobody).

    The address is missing where the demo has no such record.
    """
    def one(address, statement, *parameters):
        found = rows(folder / "mingcha.db", f"SELECT {statement} LIMIT 1", *parameters)
        return address.format(found[0][0]) if found else None

    planner, supervisor, inspector, body = (
        login(folder, role) for role in ("计划员", "审核人", "检查员", "机构"))
    plan = "id FROM plans ORDER BY id"
    draw = "id FROM draws WHERE drawn_at IS NOT NULL ORDER BY id"
    number = draw.replace("id", "number", 1)
    result = "subject FROM publications WHERE kind = 'result' ORDER BY id"
    # The fullest one.
    visit = "visit FROM visit_answers GROUP BY visit ORDER BY count(*) DESC, visit"
    own = ("m.visit FROM visit_members m JOIN accounts a ON a.inspector = m.inspector"
           " WHERE a.login = ? ORDER BY m.visit")
    return [
        ("sign-in page", "/sign-in", None),
        ("desk of a planner", "/desk", planner),
        ("desk of an inspector", "/desk", inspector),
        ("portal of a body", "/portal", body),
        ("a body", one("/bodies/{}", "body FROM visits ORDER BY id"), planner),
        ("a plan", one("/plans/{}", plan), planner),
        ("a plan to freeze, with its pools", one("/plans/{}", plan + " DESC"), planner),
        ("a draw", one("/draws/{}", draw), planner),
        ("a draw's ceremony", one("/draws/{}/ceremony", draw), planner),
        ("list of visits", "/visits", supervisor),
        ("a visit", one("/visits/{}", visit), supervisor),
        ("an inspector's visit", one("/visits/{}", own, inspector), inspector),
        ("list of publications", "/publications", supervisor),
        ("public home", "/", None),
        ("public list of bodies", "/public/bodies", None),
        ("a body, public", one("/public/bodies/{}", "body FROM visits ORDER BY id"), None),
        ("a plan, public", one("/public/plans/{}", plan), None),
        ("a draw, public", one("/public/draws/{}", number), None),
        ("list of results, public", "/public/results", None),
        ("a result, public", one("/public/results/{}", result), None),
        ("how to verify, public", "/verify", None),
    ]
