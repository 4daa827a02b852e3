"""What the walk stands on: people with browsers of their own, steps that are counted, pictures."""
import contextlib
import datetime
import os
import pathlib
import re
import sys
import time

from playwright.sync_api import Error, expect, sync_playwright

PASSWORD = "Mingcha-Demo-2026"
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1200, "height": 820}
PAPER = {"width": 680, "height": 960}  # A4 without its margins, at 96 dots per inch
IMAGES = pathlib.Path(__file__).resolve().parents[2] / "docs" / "images"
SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))

#: Milliseconds after which a page is taken to hang. No measure of speed: a machine may be busy.
PATIENCE = 300_000

expect.set_options(timeout=PATIENCE)


class Stop(Exception):
    """A step failed; what follows would stand on nothing."""


def now():
    return datetime.datetime.now(SHANGHAI)


def minute_after(seconds):
    """The first full minute at least so many seconds away, Shanghai time."""
    later = now() + datetime.timedelta(seconds=seconds + 59.9)
    return later.replace(second=0, microsecond=0)


def local(moment):
    """As a datetime-local field takes it."""
    return moment.strftime("%Y-%m-%dT%H:%M")


def chinese_day(day):
    return f"{day.year}年{day.month}月{day.day}日"


def wait_until(moment):
    """The only sleep of the walk: a moment of the ceremony or of an inspection has to come."""
    seconds = (moment - now()).total_seconds() + 0.5
    if seconds > 0:
        print(f"等待 {seconds:.0f} 秒，到 {moment:%H:%M}", flush=True)
        time.sleep(seconds)


class Walk:
    def __init__(self, base, data, binary, pictures, *, takes_readme=False):
        self.takes_readme = takes_readme
        self.base, self.data, self.binary = base, pathlib.Path(data), os.path.abspath(binary)
        self.pictures = pathlib.Path(pictures)
        self.pictures.mkdir(parents=True, exist_ok=True)
        for old in self.pictures.glob("*.png"):
            old.unlink()
        self.passed, self.failed = 0, 0
        self.complaints = []  # of the browser: script errors, refused styles, lost files
        self.page_now = None
        #: How long a sign-in took at most, in seconds: what this machine needs for two pages.
        self.slowest = 0.0
        self._pages = []
        self._number = 0
        self._playwright = sync_playwright().start()
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        self.browser = self._playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=options)

    def close(self):
        self.browser.close()
        self._playwright.stop()

    # MARK: steps

    @contextlib.contextmanager
    def step(self, promise):
        """Counts one promise; the first that does not hold ends the walk."""
        try:
            yield
        except (AssertionError, Error) as error:
            self.failed += 1
            print(f"FAILED  {promise}\n{error}", flush=True)
            if self.page_now is not None:
                with contextlib.suppress(Error):
                    print("at", self.page_now.url)
                    self.page_now.screenshot(path=self.pictures / "failed.png", full_page=True)
            raise Stop(promise) from error
        self.passed += 1
        print(f"ok  {promise}", flush=True)

    # MARK: people

    def visitor(self, *, phone=False, script=True):
        """A browser nobody has signed in with."""
        context = self.browser.new_context(
            viewport=PHONE if phone else WIDE, locale="zh-CN", timezone_id="Asia/Shanghai",
            base_url=self.base, java_script_enabled=script, color_scheme="light",
            has_touch=phone, accept_downloads=True)
        return self._page(context)

    def _page(self, context):
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: self._heard(page, message))
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("response", lambda answer: self._answered(answer))
        # The house warns before unsaved text is left; the walk leaves on purpose.
        page.on("dialog", lambda dialog: dialog.accept())
        self._pages.append(page)
        self.page_now = page
        return page

    def person(self, login, *, password=PASSWORD, phone=False, script=True, keyboard=False):
        """Somebody signed in through the real page, in a browser of their own."""
        began = time.monotonic()
        page = self.visitor(phone=phone, script=script)
        page.goto("/sign-in")
        if keyboard:
            # The login has the focus already.
            page.keyboard.type(login)
            page.keyboard.press("Tab")
            page.keyboard.type(password)
            page.keyboard.press("Enter")
        else:
            page.get_by_label("登录名").fill(login)
            page.get_by_label("密码").fill(password)
            page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("button", name="退出", exact=True)).to_be_visible()
        self.slowest = max(self.slowest, time.monotonic() - began)
        return page

    def soon(self, seconds, sign_ins):
        """The first full minute that leaves room for what has to be done before it.

        On an idle machine so many seconds do; on a busy one it takes as long as so many sign-ins.
        """
        return minute_after(max(seconds, sign_ins * self.slowest))

    def _heard(self, page, message):
        # A refused form is answered with 4xx, which the browser reports as an error of its own.
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            self.complaints.append(f"{page.url}: {message.text}")

    def _answered(self, answer):
        kind = answer.request.resource_type
        if answer.status >= 500 or (answer.status >= 400 and kind != "document"):
            self.complaints.append(f"{answer.url}: {answer.status}")

    # MARK: what is seen

    def sees(self, page, *texts):
        """Somewhere on the page stands each text, visible."""
        self.page_now = page
        for text in texts:
            expect(page.locator("body")).to_contain_text(text)

    def heading(self, page, text):
        self.page_now = page
        expect(page.get_by_role("heading", level=1)).to_contain_text(text)

    def fits(self, page):
        """Nothing sticks out at the side."""
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert over <= 0, f"{page.url} is {over} px wider than the screen"

    def picture(self, page, name, path=None, *, phone_only=False):
        """Takes a page in daylight, at night, on the phone and on paper; it must fit the phone."""
        self._number += 1
        stem = f"{self._number:02}-{name}"
        shot = self._page(page.context)
        try:
            shot.goto(path or page.url)
            variants = [("390", PHONE, "light", "screen")]
            if not phone_only:
                variants = [
                    ("1440", WIDE, "light", "screen"), ("1440-dark", WIDE, "dark", "screen"),
                    *variants, ("print", PAPER, "light", "print"),
                ]
            for label, size, colours, media in variants:
                shot.emulate_media(media=media, color_scheme=colours)
                if shot.viewport_size != size:
                    shot.set_viewport_size(size)
                    shot.reload()  # the menu closes itself on phones when a page opens
                with self.step(f"{name} fits {size['width']} px ({label})"):
                    self.page_now = shot
                    expect(shot.get_by_role("main")).to_be_visible()
                    self.fits(shot)
                shot.screenshot(path=self.pictures / f"{stem}-{label}.png", full_page=True)
        finally:
            shot.close()
            self.page_now = page

    def for_readme(self, page, name, path, size):
        """A picture of README, when asked for."""
        if not self.takes_readme:
            return
        IMAGES.mkdir(parents=True, exist_ok=True)
        shot = self._page(page.context)
        shot.set_viewport_size(size)
        shot.goto(path)
        shot.screenshot(path=IMAGES / f"{name}.png")
        shot.close()
        self.page_now = page
        with self.step(f"the picture {name} of README is no larger than 300 KB"):
            assert (IMAGES / f"{name}.png").stat().st_size <= 300_000


def number_in(address, word):
    """The number after a word of an address: `/visits/12/items/3`, `items` → 3."""
    found = re.search(rf"/{word}/(\d+)", address)
    assert found, f"no {word} in {address}"
    return int(found.group(1))


def finish(walk):
    print(f"{walk.passed} passed, {walk.failed} failed", flush=True)
    sys.exit(1 if walk.failed else 0)
