import os
import signal

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import drag_field, results, settled, write
from test_furnace import design

WIDTHS = [360, 768, 1280, 2560]

# Pairs of texts that lie over each other, and texts that reach out of what holds them.
OVERLAPS = """() => {
  const found = []
  const texts = [...document.querySelectorAll('.chart svg text, .protocol text, #scale-ticks span, .legend span')]
    .filter((text) => text.getClientRects().length > 0 && !text.closest('.cursor'))
  const boxes = texts.map((text) => text.getBoundingClientRect())
  for (let i = 0; i < texts.length; i++) for (let k = i + 1; k < texts.length; k++) {
    const [a, b] = [boxes[i], boxes[k]]
    const [x, y] = [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)]
    if (x > 1 && y > 4) found.push(`${texts[i].textContent} | ${texts[k].textContent}`)
  }
  for (const element of document.querySelectorAll('button, h1, h2, h3, .badge, output, .head > span')) {
    if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflow === 'visible' && element.clientWidth > 0 && getComputedStyle(element).display !== 'inline') found.push(`cut: ${element.textContent}`)
  }
  return found
}"""


def test_stopped_program_is_told_and_comes_back(explore, visit):
    explorer = explore()
    page = visit(explorer.address)
    before = results(page)
    os.kill(explorer.process.pid, signal.SIGSTOP)
    page.fill('[data-key="protocol[0].cool.field"] input[type="text"]', "6 T")
    page.keyboard.press("Enter")
    page.wait_for_selector("#status:not([hidden])", timeout=15_000)
    assert "does not answer" in page.locator("#status").inner_text()
    os.kill(explorer.process.pid, signal.SIGCONT)
    page.wait_for_selector("#status[hidden]", state="attached", timeout=15_000)
    settled(page)
    assert results(page) != before
    after = results(page)
    os.kill(explorer.process.pid, signal.SIGKILL)
    page.wait_for_selector("#status.bad", timeout=15_000)
    assert "stopped" in page.locator("#status").inner_text() and results(page) == after


def test_a_lost_connection_comes_back_with_its_runs(explore, visit):
    script = """
      const Plain = WebSocket
      window.sockets = []
      window.WebSocket = class extends Plain { constructor(...a) { super(...a); sockets.push(this) } }
    """
    page = visit(explore().address, script=script)
    write(page, "protocol[0].cool.field", "1.5 T")
    page.locator("#pin").click()
    ghost = page.locator("#profile path.ghost").get_attribute("d")
    write(page, "protocol[0].cool.field", "2 T")
    before = results(page)
    page.evaluate("() => sockets.at(-1).close()")
    page.wait_for_selector("#status.bad")
    page.wait_for_selector("#status[hidden]", state="attached", timeout=15_000)
    settled(page)
    assert page.evaluate("() => sockets.length") == 2 and results(page) == before
    # The baseline is solved anew: its profile follows to another height and back, and is what it was.
    line = page.locator('[data-handle="line"]')
    for key in ("ArrowUp", "ArrowDown"):
        line.focus()
        page.keyboard.press(f"Shift+{key}")
        page.wait_for_timeout(600)
        other = page.locator("#profile path.ghost").get_attribute("d")
        assert (other == ghost) == (key == "ArrowDown") or key == "ArrowDown"
    page.locator("#pin").click()
    write(page, "protocol[0].cool.field", "1.5 T")
    assert results(page) != before


def test_a_state_outlives_its_program(explore, visit, folder):
    explorer = explore()
    page = visit(explorer.address)
    write(page, "protocol[0].cool.field", "2 T")
    before, state = results(page), page.evaluate("() => location.hash")
    os.kill(explorer.process.pid, signal.SIGKILL)
    explorer.process.wait()
    page.wait_for_selector("#copy-state", timeout=15_000)
    assert results(page) == before
    with page.expect_download() as download:
        page.locator("#save-case").click()
    download.value.save_as(folder / "saved.yaml")
    # On the page of another program the state is pasted; an address with it does the same.
    other = visit(explore().address)
    assert results(other) != before
    other.evaluate(
        "(text) => { const data = new DataTransfer(); data.setData('text', text);"
        " document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true })) }",
        state,
    )
    settled(other)
    assert results(other) == before
    other.locator("#undo").click()
    settled(other)
    assert results(other) != before
    other.evaluate("(state) => { location.hash = state }", state)
    settled(other)
    assert results(other) == before
    assert results(visit(explore("saved.yaml").address)) == before
    # At the same port the browser still knows it.
    port = explorer.address.split(":")[2].split("/")[0]
    page.goto(explore("--port", port).address)
    page.wait_for_selector("#take-lost", timeout=30_000)
    page.locator("#take-lost").click()
    # The fragment is decoded before anything is solved: on a busy machine the page still shows the old state as settled.
    page.wait_for_function("() => location.hash.includes('field=2')")
    settled(page)
    assert results(page) == before and "field=2" in page.evaluate("() => location.hash")


def test_interrupt_ends_the_program(explore, visit):
    explorer = explore()
    visit(explorer.address)
    explorer.process.send_signal(signal.SIGINT)
    assert explorer.process.wait(timeout=5) == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_overlaps_or_sticks_out(explore, visit, width):
    page = visit(explore().address, width=width, height=900)
    page.locator("#pin").click()
    page.locator(".form details:not([open]) summary").first.click()
    page.wait_for_timeout(300)
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate(OVERLAPS) == []


def test_layout_does_not_shift_while_dragging(explore, visit):
    page = visit(explore().address)
    page.evaluate(
        "() => { window.shift = 0; window.from = []; new PerformanceObserver((list) => { for (const e of list.getEntries()) { shift += e.value; from.push(...e.sources.map((s) => `${s.node?.id || s.node?.className || s.node?.nodeName}`)) } })"
        ".observe({ type: 'layout-shift', buffered: false }) }"
    )
    drag_field(page, 20)
    page.mouse.up()
    settled(page)
    assert page.evaluate("() => shift") < 0.01, page.evaluate("() => from")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(explore, visit, folder, scheme):
    design(folder)
    page = visit(explore("furnace.design").address, scheme=scheme, selector="#slices .chart svg")
    serious = _serious(page)
    page.locator("#tab-magnet").click()
    page.wait_for_selector("#quality.done")
    while page.locator(".form details:not([open])").count() > 0:
        page.locator(".form details:not([open]) summary").first.click()
    serious += _serious(page)
    assert serious == []


def _serious(page):
    response = Axe().run(page).response
    assert len(response["passes"]) > 10
    return [
        f"{one['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for one in response["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"][:3]
    ]


def test_the_link_to_the_results_keeps_the_state(explore, visit):
    page = visit(explore().address)
    write(page, "protocol[0].cool.field", "2 T")
    before, state = results(page), page.evaluate("() => location.hash")
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.id === 'results-title'")
    settled(page)
    assert results(page) == before and page.evaluate("() => location.hash") == state


def test_everything_is_reached_by_keys(explore, visit):
    page = visit(explore().address)
    reached = set()
    page.locator("#tab-magnet").focus()
    for _ in range(90):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "() => { const e = document.activeElement; return e.id || e.dataset.handle || e.dataset.grip || e.dataset.key || e.tagName }"
            )
        )
    wanted = {"pin", "link", "theme", "quantity", "lines", "section", "time", "play", "profile", "history", "results"}
    assert wanted <= reached
    assert {"outer:bulks[0]", "probe:centre", "line", "protocol[0].cool.field"} <= reached
