"""From command to picture, pictures while the applied field is dragged, release to full accuracy, memory over repeated dragging."""

import argparse
import atexit
import math
import os
import statistics
import subprocess
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

PROGRAM = os.environ["FEM_BULK"]
HERE = Path(__file__).parent


def cpu(pid):
    """Processor time of a process [s]."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid):
    """Resident memory [MB]."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def start(one_core):
    core = ["taskset", "-c", "0"] if one_core else []
    process = subprocess.Popen(
        [*core, PROGRAM, "explore", "--no-open", "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    # Also where a measurement fails.
    atexit.register(process.kill)
    return process, process.stdout.readline().strip()


def watched(page):
    page.evaluate(
        "() => { window.seen = []; addEventListener('picture', (e) => seen.push([e.detail.isPreview, performance.now()])) }"
    )


def page_time(session):
    """Time that the page's main thread has worked [s]: scripts, layout, painting."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")


def drag(page, seconds):
    """Drags the applied field to and fro; the intervals of pictures and the time from release to the accurate one [ms]."""
    slider = page.locator('[data-key="protocol[0].cool.field"] input[type="range"]').bounding_box()
    x, y = slider["x"] + 0.66 * slider["width"], slider["y"] + slider["height"] / 2
    page.evaluate("() => { seen.length = 0 }")
    page.mouse.move(x, y)
    page.mouse.down()
    begin = time.time()
    step = 0
    while time.time() - begin < seconds:
        step += 1
        # A pixel each time: a slider that stays where it is asks for no picture.
        page.mouse.move(x + abs(step % 40 - 20) - 10, y)
        time.sleep(0.012)
    released = page.evaluate("() => performance.now()")
    page.mouse.up()
    page.wait_for_selector("#quality.done", timeout=60_000)
    page.wait_for_timeout(1500)
    seen = page.evaluate("() => seen")
    previews = [at for is_preview, at in seen if is_preview and at <= released]
    final = [at - released for is_preview, at in seen if not is_preview and at > released]
    return [b - a for a, b in zip(previews, previews[1:])], final[-1] if final else math.nan


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10, help="of dragging for memory")
    parser.add_argument("--one-core", action="store_true", help="the program on one core, the browser where it likes")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["FEM_BULK_BROWSER"], args=["--no-sandbox", "--disable-gpu"]
        )
        # A browser that is there already, as the user's is.
        browser.new_page(viewport={"width": 1280, "height": 800}).goto("about:blank")
        first = []
        for _ in range(7):
            context = browser.new_context(viewport={"width": 1280, "height": 800})
            page = context.new_page()
            page.add_init_script(
                "addEventListener('picture', (e) => { window.first ??= e.detail.isPreview ? undefined : Date.now() })"
            )
            begin = time.time()
            process, address = start(options.one_core)
            page.goto(address)
            page.wait_for_selector("#quality.done", timeout=60_000)
            first.append(page.evaluate("() => window.first") - 1000 * begin)
            context.close()
            process.kill()
            process.wait()
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        process, address = start(options.one_core)
        page.goto(address)
        page.wait_for_selector("#quality.done", timeout=60_000)
        watched(page)
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")
        drag(page, 2)
        used, worked = cpu(process.pid), page_time(session)
        intervals, releases = [], []
        for _ in range(5):
            more, release = drag(page, 4)
            intervals += more
            releases.append(release)
        used = (cpu(process.pid) - used) / max(1, len(intervals) + 10)
        worked = (page_time(session) - worked) / max(1, len(intervals) + 10)
        sizes = []
        end = time.time() + 60 * options.minutes
        while time.time() < end:
            drag(page, 8)
            sizes.append(memory(process.pid))
        version = browser.version
        browser.close()
        process.kill()
    ordered = sorted(intervals)
    tail = ordered[int(0.99 * (len(ordered) - 1))]
    early, late = sizes[len(sizes) // 5 : 2 * len(sizes) // 5], sizes[-(len(sizes) // 5) :]
    lines = [
        "# The explorer: how it follows the hand",
        "",
        f"By `Benchmarks/explorer/run`: headless Chromium {version} without a graphics card, {os.cpu_count()} processors with a load of"
        f" {load:.1f} before, the default pair, a window of 1280 by 800. The hand moves by a pixel every 12 ms, to and fro over 20."
        " Intervals are between pictures of map, curves and numbers.",
        "",
        "| what | aim | measured |",
        "|---|---|---|",
        f"| from the command to the first complete picture, a browser being there: median of {len(first)}"
        f" | 1000 ms | {statistics.median(first):.0f} ms |",
        f"| while the field is dragged: median interval of {len(intervals)} | 33 ms | {statistics.median(intervals):.0f} ms |",
        f"| 99 of 100 intervals are below | 50 ms | {tail:.0f} ms |",
        f"| longest interval | 50 ms | {max(intervals):.0f} ms |",
        f"| from release to 0.3 %: median of {len(releases)} | 300 ms | {statistics.median(releases):.0f} ms |",
        f"| processor time of the program for each picture | – | {1000 * used:.0f} ms |",
        f"| work of the page's main thread for each picture | – | {1000 * worked:.0f} ms |",
    ]
    if early:
        lines.append(
            f"| memory of the program over {options.minutes:g} minutes of dragging: after a fifth of them, at the end"
            f" | the same | {statistics.median(early):.0f} MB, {statistics.median(late):.0f} MB |"
        )
    text = "\n".join(lines) + "\n"
    (HERE / "results.md").write_text(text)
    print(text)


main()
