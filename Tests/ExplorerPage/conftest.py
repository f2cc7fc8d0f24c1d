import json
import os
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

PROGRAM = os.environ["FEM_BULK"]


def run(*arguments, folder):
    """What a command prints."""
    done = subprocess.run(
        [PROGRAM, *map(str, arguments)], cwd=folder, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def simulated(case, folder):
    """The summary of a case file by the command line."""
    return json.loads(run("simulate", case, "--json", "--no-report", folder=folder))


class Explorer:
    """A running `fem-bulk explore`."""

    def __init__(self, *arguments, folder):
        self.process = subprocess.Popen(
            [PROGRAM, "explore", "--no-open", *([] if "--port" in arguments else ["--port", "0"]), *map(str, arguments)],
            cwd=folder,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.address = self.process.stdout.readline().strip()
        assert self.address.startswith("http://127.0.0.1:"), self.address

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture(scope="session")
def browser(pytestconfig):
    # A page that did not come from this machine may not ask a program on it.
    local = ["--disable-features=LocalNetworkAccessChecks"] if pytestconfig.getoption("--page") else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["FEM_BULK_BROWSER"], args=["--no-sandbox", "--disable-gpu", *local]
        )
        yield browser
        browser.close()


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path


@pytest.fixture
def explore(folder):
    """Starts the program on what is named."""
    started = []

    def start(*arguments):
        started.append(Explorer(*arguments, folder=folder))
        return started[-1]

    yield start
    for explorer in started:
        explorer.close()


TYPES = {"js": "text/javascript", "css": "text/css", "html": "text/html", "svg": "image/svg+xml"}


def serve(context, folder):
    """Files of the page from a folder instead of the program, while they are being written."""

    def answer(route):
        file = folder / (route.request.url.split("#")[0].split("/")[-1] or "index.html")
        if route.request.resource_type != "websocket" and file.is_file():
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix[1:]])
        else:
            route.continue_()

    context.route("http://127.0.0.1:*/**", answer)


@pytest.fixture
def visit(browser, pytestconfig):
    """Opens an address in a window of its own; an error on the page fails the test."""
    page_folder = pytestconfig.getoption("--page")
    contexts, problems = [], []

    def visit(address, width=1280, height=900, scheme="light", selector="#quality.done", script=None):
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
        )
        contexts.append(context)
        if page_folder:
            serve(context, Path(page_folder))
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda request: _is_own(request.url) or problems.append(request.url))
        page.goto(address)
        page.wait_for_selector(selector, timeout=30_000)
        return page

    visit.browser = browser
    yield visit
    for context in contexts:
        context.close()
    assert not problems


def _is_own(url):
    """Nothing is fetched from anywhere but the program."""
    return url.startswith(("http://127.0.0.1:", "data:", "blob:"))


def box(locator):
    """Where an element is; grips are drawn anew with each picture, so one may be gone for a moment."""
    for _ in range(50):
        found = locator.bounding_box()
        if found:
            return found
        locator.page.wait_for_timeout(100)
    raise AssertionError(f"{locator} is not there")


def write(page, key, text):
    """Types a value of the case."""
    page.fill(f'[data-key="{key}"] input[type="text"]', text)
    page.keyboard.press("Enter")
    settled(page)


def drag_field(page, steps):
    """Pulls the slider of the cooling field to the left; the button stays down."""
    slider = box(page.locator('[data-key="protocol[0].cool.field"] input[type="range"]'))
    x, y = slider["x"] + 0.7 * slider["width"], slider["y"] + slider["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(steps):
        page.mouse.move(x - step, y)
        page.wait_for_timeout(30)


def settled(page):
    """Waits until the page has solved what it shows at full accuracy."""
    page.wait_for_timeout(120)
    page.wait_for_selector("#quality.done", timeout=30_000)
    page.wait_for_timeout(120)


def results(page):
    """Numbers of the table of results as they are shown: value and error by name."""
    rows = page.locator("#results tbody tr").all()
    table = {}
    for row in rows:
        cells = row.locator("td").all_inner_texts()
        table[cells[0].rsplit(" ", 1)[0] if cells[0].startswith(("Bz", "force")) else cells[0]] = (
            number(cells[1]),
            number(cells[2].replace("±", "")),
            cells[1],
        )
    return table


def number(text):
    return float(text.replace("\u2212", "-").replace("\u2009", "").strip() or 0)


def agrees(shown, value):
    """Whether a value is the one that is shown, to the digits shown."""
    text = shown[2].replace("\u2212", "-").strip()
    decimals = len(text.split(".")[1]) if "." in text else 0
    return abs(float(text) - value) <= 0.5000001 * 10**-decimals


def pytest_addoption(parser):
    parser.addoption("--page", help="folder with the files of the page, where they are not those of the program")
    parser.addoption("--pictures", action="store_true", help="make the pictures of the README anew")
