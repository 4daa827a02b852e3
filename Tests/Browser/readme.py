"""The three pictures of README."""
import pathlib

from support import PHONE

IMAGES = pathlib.Path(__file__).resolve().parents[2] / "docs" / "images"


def take(walk, number, case):
    IMAGES.mkdir(parents=True, exist_ok=True)
    visitor = walk.visitor()
    visitor.set_viewport_size({"width": 1200, "height": 820})
    visitor.goto(f"/public/draws/{number}")
    visitor.screenshot(path=IMAGES / "public-draw.png")
    planner = walk.person("planner")
    planner.set_viewport_size({"width": 1200, "height": 820})
    planner.goto("/desk")
    planner.screenshot(path=IMAGES / "desk.png")
    phone = walk.person(case.team[0], phone=True)
    phone.set_viewport_size(PHONE)
    phone.goto(f"/visits/{case.visit}/items/1")
    phone.screenshot(path=IMAGES / "phone.png")
    for picture in IMAGES.glob("*.png"):
        assert picture.stat().st_size <= 300 * 1024, f"{picture} is larger than 300 KiB"
