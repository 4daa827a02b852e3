"""Signs in to a served demo through a real identity provider.

    walk.py BASE PROVIDER
"""
import re
import sys
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

BASE, PROVIDER = sys.argv[1], sys.argv[2]
PASSWORD = "Mingcha-Demo-2026"


class Stop(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Browser:
    def __init__(self):
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), Stop())
        self.text = ""

    def ask(self, address, form=None):
        """Status and where it leads, one step at a time."""
        body = urllib.parse.urlencode(form).encode() if form is not None else None
        address = urllib.parse.urljoin(BASE, address)
        try:
            answer = self.opener.open(urllib.request.Request(address, body), timeout=300)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        self.text = answer.read().decode()
        return answer.status, answer.headers.get("Location", "")

    def token(self):
        return re.search(r'name="form-token" value="([^"]+)"', self.text).group(1)

    def password(self, login):
        self.ask("/sign-in")
        status, place = self.ask("/sign-in", {
            "login": login, "password": PASSWORD, "form-token": self.token()})
        assert (status, place) == (303, "/desk"), (status, place, self.text[-400:])

    def to_provider(self, next="/account"):
        status, place = self.ask("/sign-in/provider?next=" + urllib.parse.quote(next))
        assert status == 303 and place.startswith(PROVIDER + "/authorize?"), (status, place)
        return place

    def through(self):
        """The provider's answer, still to be brought home."""
        status, place = self.ask(self.to_provider())
        assert status == 302 and place.startswith(BASE + "/sign-in/provider/answer?"), (
            status, place, self.text)
        return place


def check(what, condition, browser):
    if not condition:
        sys.exit(f"identity: {what}: {browser.text[-600:]}")
    print(f"identity: {what}")


def account(system, login):
    system.ask("/accounts?find=" + login)
    return re.search(r'href="(/accounts/\d+)">' + login + "<", system.text).group(1)


def main():
    new = Browser()
    new.ask("/sign-in")
    check("the sign-in page offers the provider", "统一身份认证" in new.text, new)
    query = urllib.parse.parse_qs(urllib.parse.urlparse(new.to_provider()).query)
    check("PKCE, state and nonce go along", query["code_challenge_method"] == ["S256"] and all(
        len(query[name][0]) >= 43 for name in ("state", "nonce", "code_challenge")), new)

    status, _ = new.ask(new.through())
    check("an unlinked identity opens nothing and is told its number",
          status == 422 and "<code class=\"hash\">alice</code>" in new.text, new)
    check("and has no session", new.ask("/desk")[0] == 303, new)

    system = Browser()
    system.password("system")
    page = account(system, "publisher")
    system.ask(page)
    status, _ = system.ask(page + "/identities", {"subject": "alice", "form-token": system.token()})
    check("the system administrator links it", status == 303, system)
    other = account(system, "supervisor")
    system.ask(other)
    status, _ = system.ask(other + "/identities", {"subject": "alice", "form-token": system.token()})
    check("one identity opens one account", status == 422 and "一人只能有一个账号" in system.text, system)

    home = Browser()
    place = home.through()
    status, where = home.ask(place)
    check("the linked identity comes in, to where it wanted", (status, where) == (303, "/account"),
          home)
    home.ask("/account")
    check("as the linked person, and the way is remembered",
          "顾思远" in home.text and "统一身份认证" in home.text, home)
    status, _ = Browser().ask(place)
    check("an answer counts in its own browser only", status == 422, home)
    check("and only once", home.ask(place)[0] == 422, home)

    for how in ("nonce", "audience", "issuer", "expired", "key"):
        spoiled = Browser()
        place = spoiled.through()
        urllib.request.build_opener(urllib.request.HTTPSHandler()).open(
            PROVIDER + "/spoil?how=" + how)
        status, _ = spoiled.ask(place)
        check(f"a token with a wrong {how} opens nothing",
              status == 422 and "没有成功" in spoiled.text and spoiled.ask("/desk")[0] == 303, spoiled)

    wrong = Browser()
    place = re.sub("state=[^&]+", "state=forged", wrong.through())
    check("a forged state opens nothing", wrong.ask(place)[0] == 422, wrong)

    system.ask(page)
    status, _ = system.ask(page + "/end", {"reason": "测试停用", "form-token": system.token()})
    check("the account is ended", status == 303, system)
    check("its session is over on the next request", home.ask("/account")[0] == 303, home)
    last = Browser()
    status, _ = last.ask(last.through())
    check("and its identity opens nothing any more", status == 422 and "已停用" in last.text, last)


main()
