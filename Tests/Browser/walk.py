#!/usr/bin/env python3
"""Walks the main job of the house in Chromium, as the people who do it.

    walk.py ADDRESS DATA MINGCHA PICTURES [--readme]

ADDRESS is a server on a fresh demo in the folder DATA, which also holds its serve.log; MINGCHA is
the program, PICTURES where the screenshots go; with --readme the pictures of README are taken too. The last line says how many
steps held. Chromium is Debian's; its sandbox is off only for root, where it cannot run.
"""
import subprocess
import sys

from playwright.sync_api import expect

import ceremony
import library
import opening
import planning
import screens
import verifying
import visiting
from support import DESK, Stop, Walk, finish


def without_script(walk, plan):
    plain = walk.person("planner", script=False)
    with walk.step("without script one signs in and reads a plan with its forecast"):
        plain.goto(f"/plans/{plan}")
        expect(plain.locator("#outlook")).to_be_visible()
        expect(plain.get_by_role("link", name="检验检测机构", exact=True)).to_be_visible()
        plain.get_by_role("link", name="修改", exact=True).click()
        plain.get_by_role("button", name="重新测算").click()
        expect(plain.locator("#outlook")).to_contain_text("名录中的机构")
    plain.context.close()


def office_pictures(walk, planner, plan, draw):
    for name, path in (
        ("desk-planner", "/desk"), ("bodies", "/bodies"), ("body", "/bodies/5"),
        ("inspectors", "/inspectors"), ("experts", "/experts"), ("imports", "/imports"),
        ("plans", "/plans"), ("plan", "/plans/2"), ("plan-edit", "/plans/2/edit"),
        ("plan-frozen", f"/plans/{plan}"), ("draws", "/draws"), ("draw-waiting", draw),
        ("ceremony-waiting", f"{draw}/ceremony"),
    ):
        walk.picture(planner, name, path)


def later_pictures(walk, planner, draw, case):
    for name, path in (
        ("draw", draw), ("amend", f"{draw}/amend?body={case.body}"), ("visits", "/visits"),
        ("visit", f"/visits/{case.visit}"), ("self-checks", "/self-checks"),
        ("rectifications", "/rectifications"), ("body-inspected", f"/bodies/{case.body}"),
    ):
        walk.picture(planner, name, path)


def open_pictures(walk):
    """What everybody sees of the demo's own draw, while the beacon is waited for."""
    visitor = walk.visitor()
    walk.for_readme(visitor, "public-draw", "/public/draws/1", DESK)
    for name, path in (
        ("home", "/"), ("public-bodies", "/public/bodies?q=环境"), ("public-plans", "/public/plans"),
        ("public-plan", "/public/plans/1"), ("public-draws", "/public/draws"),
        ("public-results", "/public/results"), ("verify", "/verify"), ("rules", "/rules"),
        ("sign-in", "/sign-in"), ("not-found", "/public/draws/999"),
    ):
        walk.picture(visitor, name, path)


def public_pictures(walk, visitor, number, case):
    for name, path in (
        ("public-body", f"/public/bodies/{case.body}"), ("public-draw", f"/public/draws/{number}"),
        ("public-why", f"/public/draws/{number}/why?body={case.body}"),
        ("public-result", f"/public/results/{case.visit}"),
    ):
        walk.picture(visitor, name, path)


def story(walk):
    planner = walk.person("planner")
    walk.for_readme(planner, "desk", "/desk", DESK)
    library.search(walk, planner)
    library.imports(walk, planner)
    plan = planning.plan(walk, planner)
    without_script(walk, plan)
    draw, beacon = ceremony.freeze(walk, planner, plan)
    police, environment = walk.person("police"), walk.person("environment")
    secrets = ceremony.commit(walk, planner, police, environment, draw)
    office_pictures(walk, planner, plan, draw)
    open_pictures(walk)
    ceremony.hold(walk, planner, police, environment, draw, beacon, secrets)
    number = ceremony.verify(walk, draw)
    verifying.everything(walk, number)
    case = visiting.choose(walk, planner, draw)
    visiting.open_account(walk, case)
    inspector, start = visiting.notify(walk, case)
    body = visiting.self_check(walk, case)
    later_pictures(walk, planner, draw, case)
    visiting.inspect(walk, case, inspector, start)
    visiting.review(walk, case, inspector)
    visiting.rectify(walk, case, body, inspector)
    publisher, visitor = opening.publish(walk, case, number)
    walk.picture(publisher, "publications", "/publications")
    opening.one_sheet(walk, visitor, number, case, walk.data)
    opening.strangers(walk, case)
    public_pictures(walk, visitor, number, case)
    with walk.step("the audit administrator reads the whole way in the journal"):
        audit = walk.person("audit")
        audit.goto("/journal")
        walk.sees(audit, "更正", "公开")
    walk.picture(audit, "journal", "/journal")
    screens.everything(walk)
    with walk.step("the journal of all this is whole"):
        answer = subprocess.run(
            [walk.binary, "journal", "verify", "--data", str(walk.data)], capture_output=True,
            text=True)
        assert answer.returncode == 0, answer
    with walk.step("the server met no error of its own"):
        log = (walk.data / "serve.log").read_text()
        assert "event=error" not in log, log
    with walk.step("no page had a script error, a refused style or a missing file"):
        assert not walk.complaints, "\n".join(walk.complaints)


def main():
    arguments = [word for word in sys.argv[1:] if word != "--readme"]
    if len(arguments) != 4:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    walk = Walk(*arguments, takes_readme="--readme" in sys.argv)
    try:
        story(walk)
    except Stop:
        for complaint in walk.complaints:
            print(f"browser: {complaint}")
    finally:
        walk.close()
    finish(walk)


main()
