"""Every screen that a person can reach by links: it opens, fits the phone, says what its fields are.

One screen of each shape of address is looked at; links that download are left alone.
"""
import collections
import re
import urllib.parse

from support import PHONE

DOWNLOADS = re.compile(
    r"/(assets|import-templates)/|/(file|files|annotated|findings|json|zip|proof)([/?]|$)"
    r"|export|\.(zip|csv|tsv|md|py|html)([?]|$)")
PUBLIC = re.compile(r"/(public|verify|rules|capabilities(?!/search))([/?]|$)|/$")

# Runs on the page; returns what is wrong with it.
LOOK = r"""() => {
  const found = [];
  const wider = document.documentElement.scrollWidth - innerWidth;
  if (wider > 0) found.push(`${wider} px wider than the phone`);
  const headings = document.querySelectorAll("h1").length;
  if (headings !== 1) found.push(`${headings} headings of the first level`);
  const seen = new Set();
  for (const element of document.querySelectorAll("[id]")) {
    if (seen.has(element.id)) found.push(`two elements are called ${element.id}`);
    seen.add(element.id);
  }
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea"))
    if (!field.labels.length && !field.ariaLabel) found.push(`no label for ${field.name}`);
  for (const link of document.querySelectorAll("main a"))
    if (!link.textContent.trim() && !link.ariaLabel) found.push(`no words for ${link.href}`);
  for (const cell of document.querySelectorAll("main td, main dd"))
    if (cell.getClientRects().length && cell.textContent.trim() && cell.clientWidth < 24
        && cell.textContent.trim().length > 6) found.push(`squeezed: ${cell.textContent.trim()}`);
  const raw = document.querySelector("main").innerText.match(/\bnil\b|Optional\(|\bNaN\b|\ufffd/);
  if (raw) found.push(`raw text ${raw[0]}`);
  return found;
}"""
LINKS = "[...document.querySelectorAll('a[href]:not([download])')].map((link) => link.href)"


def shape(address):
    parts = urllib.parse.urlsplit(address)
    names = sorted({name for name, _ in urllib.parse.parse_qsl(parts.query)} - {"page"})
    return re.sub(r"/\d+(?=/|$)", "/N", parts.path) + "?" + ",".join(names)


def look(walk, page, start):
    """How many screens there are, and what is wrong with them.

    Who has a desk leaves the public ones to the visitor.
    """
    page.set_viewport_size(PHONE)
    waiting, known, faults = collections.deque([(start, "")]), set(), []
    while waiting:
        address, source = waiting.popleft()
        if shape(address) in known:
            continue
        known.add(shape(address))
        answer = page.goto(address)
        faults += [f"{address}: {fault}" for fault in page.evaluate(LOOK)]
        if answer.status >= 400:
            faults.append(f"{address}: {answer.status}, linked from {source}")
        for link in page.evaluate(LINKS):
            link = link.split("#")[0]
            path = link.removeprefix(walk.base)
            if not link.startswith(walk.base) or DOWNLOADS.search(path):
                continue
            if start == "/" or not PUBLIC.match(path):
                waiting.append((path, address))
    return len(known), faults


def everything(walk):
    for who in ("planner", "system", "audit", None):
        page = walk.person(who) if who else walk.visitor()
        with walk.step(f"every screen that {who or 'a visitor'} reaches opens and fits a phone"):
            walk.page_now = page
            count, faults = look(walk, page, "/desk" if who else "/")
            assert count > 5, f"only {count} screens"
            assert not faults, "\n".join(faults)
        page.context.close()
