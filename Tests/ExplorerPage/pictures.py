"""The strip of three pictures in the README: Documentation/pictures/explorer.png.

Made by `Tests/ExplorerPage/run PROGRAM --pictures test_pictures.py`.
"""

import base64
from pathlib import Path

from conftest import box

TARGET = Path(__file__).parent / "../../Documentation/pictures/explorer.png"
WIDTH, HEIGHT = 1240, 800
# The section and what comes out of it, without the form at the left.
CLIP = {"x": 334, "y": 52, "width": 906, "height": 668}


def drag(page, handle, dx, dy):
    place = box(page.locator(handle))
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 13):
        page.mouse.move(x + dx * step / 12, y + dy * step / 12)
        page.wait_for_timeout(40)


def wait(page):
    page.wait_for_timeout(200)
    page.wait_for_selector("#quality.done")
    page.wait_for_timeout(300)


def strip(visit, address):
    shots = []
    page = visit(address, WIDTH, HEIGHT)
    shots.append(page.screenshot(clip=CLIP))
    page.locator("#pin").click()
    page.select_option("#quantity", "j")
    drag(page, '[data-handle="outer:bulks[0]"]', -46, 0)
    shots.append(page.screenshot(clip=CLIP))
    page.mouse.up()
    dark = visit(address, WIDTH, HEIGHT, scheme="dark")
    dark.fill('[data-key="protocol[0].cool.field"] input[type="text"]', "3 T")
    dark.keyboard.press("Enter")
    wait(dark)
    dark.select_option("#quantity", "share")
    dark.locator("#time").fill("620")
    wait(dark)
    shots.append(dark.screenshot(clip=CLIP))
    images = "".join(f'<img src="data:image/png;base64,{base64.b64encode(shot).decode()}">' for shot in shots)
    sheet = visit.browser.new_page(viewport={"width": 1980, "height": 486})
    sheet.set_content(
        "<style>body{margin:0;display:flex;gap:6px;background:#fff}img{width:656px;height:484px;"
        f"border:1px solid #ccc;box-sizing:border-box}}</style>{images}"
    )
    sheet.wait_for_timeout(300)
    sheet.screenshot(path=TARGET)
    sheet.close()
