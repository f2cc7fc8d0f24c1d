import json
import shutil

import pytest
from conftest import agrees, number, run
from firefox import Firefox
from test_furnace import design

pytestmark = pytest.mark.skipif(shutil.which("firefox-esr") is None, reason="there is no Firefox of Debian")

RESULTS = "return [...document.querySelectorAll('#results tbody tr')].map((row) => [...row.cells].map((cell) => cell.innerText))"
DONE = "return document.querySelector('#quality.done') !== null"


@pytest.fixture
def firefox(tmp_path):
    started = Firefox(tmp_path / "firefox")
    yield started
    started.close()


def opened(firefox, address):
    firefox.go(address)
    firefox.wait(DONE)
    firefox.run(
        "window.problems = []; window.seen = [];"
        "addEventListener('error', (event) => problems.push(event.message));"
        "addEventListener('unhandledrejection', (event) => problems.push(String(event.reason)));"
        "addEventListener('picture', (event) => seen.push(event.detail.isPreview))"
    )


def results(firefox):
    return {cells[0].rsplit(" ", 1)[0]: (number(cells[1]), 0, cells[1]) for cells in firefox.run(RESULTS)}


def box(firefox, selector):
    return firefox.run("const { x, y, width, height } = document.querySelector(arguments[0]).getBoundingClientRect(); return [x, y, width, height]", selector)


def test_numbers_are_those_of_the_command_line(explore, firefox, folder):
    opened(firefox, explore().address)
    summary = json.loads(run("simulate", "--fcm", "7T", "--json", "--no-report", folder=folder))
    shown = results(firefox)
    for name, probe in summary["stages"][-1]["probes"].items():
        assert agrees(shown[f"Bz {name}"], probe["Bz_T"]), (name, shown)
    # The map is drawn: its canvas has many colours.
    colours = firefox.run(
        "const canvas = document.querySelector('#section canvas');"
        "const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);"
        "return new Set(new Uint32Array(data.buffer)).size"
    )
    assert colours > 50 and firefox.run("return problems") == []


def test_the_field_follows_the_hand(explore, firefox, folder):
    opened(firefox, explore().address)
    x, y, width, height = box(firefox, '[data-key="protocol[0].cool.field"] input[type="range"]')
    x, y = x + 0.7 * width, y + height / 2
    moves = [step for k in range(25) for step in (("move", x - k // 3, y), ("pause", 30))]
    firefox.pointer(("move", x, y), ("down",), *moves)
    assert "preview" in firefox.run("return document.querySelector('#results thead').innerText")
    firefox.pointer(("up",))
    firefox.wait("return seen.at(-1) === false && document.querySelector('#quality.done') !== null")
    seen = firefox.run("return seen")
    assert sum(seen) >= 3, seen
    field = firefox.run("return document.querySelector('[data-key=\"protocol[0].cool.field\"] input[type=\"text\"]').value")
    summary = json.loads(run("simulate", "--fcm", field.replace(" ", ""), "--json", "--no-report", folder=folder))
    for name, probe in summary["stages"][-1]["probes"].items():
        assert agrees(results(firefox)[f"Bz {name}"], probe["Bz_T"])
    assert firefox.run("return problems") == []


def test_a_face_is_moved_by_hand_and_by_keys(explore, firefox):
    opened(firefox, explore().address)
    value = "return document.querySelector('[data-key=\"bulks[0].outer_radius\"] input[type=\"text\"]').value"
    x, y, width, height = box(firefox, '[data-handle="outer:bulks[0]"] .seen')
    x, y = x + width / 2, y + height / 2
    firefox.pointer(("move", x, y), ("down",), *[("move", x - 5 * k, y) for k in range(7)], ("up",))
    firefox.wait("return seen.at(-1) === false && document.querySelector('#quality.done') !== null")
    smaller = float(firefox.run(value).split()[0])
    assert 10 < smaller < 14.5
    firefox.run("document.querySelector('[data-handle=\"outer:bulks[0]\"]').focus()")
    firefox.keys("\ue014")
    firefox.wait("return Math.abs(parseFloat(document.querySelector('[data-key=\"bulks[0].outer_radius\"] input[type=\"text\"]').value) - arguments[0] - 0.1) < 1e-6", smaller)
    assert firefox.run("return document.documentElement.scrollWidth - innerWidth") <= 0
    assert firefox.run("return problems") == []


def test_a_design_is_shown(explore, firefox, folder):
    design(folder)
    firefox.go(explore("furnace.design").address)
    firefox.wait("return document.querySelectorAll('#slices .chart svg').length === 3")
    assert firefox.run("return document.querySelectorAll('[aria-label=\"Samples\"] tbody tr').length") == 15
