import json
import subprocess
import time

from conftest import PROGRAM, results, run, settled

PARAMETERS = {"heating_rate": (10, 200, 0.1, "C/min"), "temperature": (400, 800, 1, "C"), "hold": (2, 120, 0.5, "min")}


def design(folder):
    """A design with fifteen samples of a furnace that is best at 620 C."""
    options = []
    for name, (low, high, step, unit) in PARAMETERS.items():
        options += ["--parameter", f"{name}={low}:{high}:{step} {unit}"]
    run("design", "init", "furnace.design", *options, "--maximise", "jc [A/m^2]", folder=folder)
    lines = ["heating_rate[C/min],temperature[C],hold[min],jc[A/m^2]"]
    for k in range(15):
        rate, temperature, hold = 10 + 12.5 * k, 400 + (k * 97) % 400, 2 + (k * 31) % 118
        jc = 5e8 - 6e3 * (temperature - 620) ** 2 - 2e4 * (hold - 40) ** 2 - 1e3 * (rate - 60) ** 2
        lines.append(f"{rate},{temperature},{hold},{jc}")
    (folder / "samples.csv").write_text("\n".join(lines) + "\n")
    run("design", "add", "furnace.design", "--csv", "samples.csv", folder=folder)


def shown(folder):
    return json.loads(run("design", "show", "furnace.design", "--json", folder=folder))


def test_samples_suggestions_and_slices(explore, visit, folder):
    design(folder)
    page = visit(explore("furnace.design").address, selector="#slices .chart svg")
    assert page.locator('[aria-label="Samples"] tbody tr').count() == 15
    page.fill('#sample-form [name="heating_rate"]', "55")
    page.fill('#sample-form [name="temperature"]', "893.15 K")
    page.fill('#sample-form [name="hold"]', "40")
    page.fill('#sample-form [name="jc"]', "4.9e8")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_selector('[aria-label="Drop sample 16"]')
    sample = shown(folder)["samples"][-1]
    assert abs(sample["parameters"]["temperature"] - 620) < 1e-9 and sample["outcomes"]["jc"] == 4.9e8
    page.locator("#suggest").click()
    page.wait_for_selector('[data-answer="4"]')
    pending = shown(folder)["pending"]
    assert len(pending) == 4
    text = page.locator('[aria-label="Pending experiments"]').inner_text()
    assert "±" in text
    for experiment in pending:
        assert f"{experiment['parameters']['temperature']:.4g}" in text
    page.wait_for_selector("#slices .chart svg")
    assert page.locator("#slices .chart").count() == 3 and page.locator("#slices canvas").count() == 1
    page.locator('[data-answer="2"]').click()
    page.fill('#sample-form [name="jc"]', "4.95e8")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_selector('[aria-label="Drop sample 17"]')
    assert [one["experiment"] for one in shown(folder)["pending"]] == [1, 3, 4]
    page.fill('#sample-form [name="heating_rate"]', "fast")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_selector(".toast.shown")
    assert len(shown(folder)["samples"]) == 17


def test_two_windows_and_the_command_line_lose_nothing(explore, visit, folder):
    design(folder)
    explorer = explore("furnace.design")
    windows = [visit(explorer.address, selector="#slices .chart svg") for _ in range(2)]
    for k, page in enumerate(windows):
        for name, text in {"heating_rate": f"{60 + k}", "temperature": "600", "hold": "30", "jc": "4e8"}.items():
            page.fill(f'#sample-form [name="{name}"]', text)
    run("design", "add", "furnace.design", "heating_rate=90", "temperature=610", "hold=30", "jc=4.1e8", folder=folder)
    for page in windows:
        page.get_by_role("button", name="Add", exact=True).click()
    for page in windows:
        page.wait_for_selector('[aria-label="Drop sample 17"], [aria-label="Drop sample 18"]')
    assert len(shown(folder)["samples"]) == 18


def test_bounds_are_set_in_the_file(explore, visit, folder):
    design(folder)
    page = visit(explore("furnace.design").address, selector="#slices .chart svg")

    def bound(name, which):
        return page.locator(f'#parameters-form [name="{name}"][data-is="{which}"]')

    bound("temperature", "from").fill("550 C")
    bound("temperature", "to").fill("943.15 K")
    bound("temperature", "step").fill("5")
    page.get_by_role("button", name="Set", exact=True).click()
    page.wait_for_function("() => document.querySelector('[name=\"temperature\"][data-is=\"from\"]').value === '550'")
    assert bound("temperature", "to").input_value() == "670"
    # The commands use what the page has set.
    run("design", "suggest", "furnace.design", "-n", "3", folder=folder)
    places = [one["parameters"]["temperature"] for one in shown(folder)["pending"]]
    assert len(places) == 3 and all(550 <= place <= 670 and place % 5 == 0 for place in places), places
    assert len(shown(folder)["samples"]) == 15
    # What is pending forbids others, and says so beside them.
    bound("temperature", "from").fill(str(max(places) + 1))
    bound("temperature", "to").fill("800")
    page.get_by_role("button", name="Set", exact=True).click()
    page.wait_for_function("() => document.querySelector('#parameters-form .problems').textContent.includes('is pending at temperature')")
    bound("temperature", "from").fill("900")
    page.get_by_role("button", name="Set", exact=True).click()
    page.wait_for_function("() => document.querySelector('#parameters-form .problems').textContent.includes('is not below')")
    # All rounds, before and after, are replayed.
    assert "the same" in run("design", "replay", "furnace.design", folder=folder)


def test_samples_of_a_table_are_imported_with_their_columns_named(explore, visit, folder):
    design(folder)
    (folder / "lab.csv").write_text("No;heating rate;T (K);t;Jc\n1;55;893,15;40;4,9e8\n2;65;903,15;41;4,8e8\n")
    page = visit(explore("furnace.design").address, selector="#slices .chart svg")
    page.set_input_files("#samples-csv", folder / "lab.csv")
    page.wait_for_selector('dialog[open] [data-name="jc"]')
    dialog = page.locator("dialog")
    for name, column in {"heating_rate": 1, "temperature": 2, "hold": 3, "jc": 4}.items():
        dialog.locator(f'[data-name="{name}"] [data-is="column"]').select_option(str(column))
    assert dialog.locator('[data-name="temperature"] [data-is="unit"]').input_value() == "K"
    page.get_by_role("button", name="Read it").click()
    page.wait_for_selector('[aria-label="Drop sample 17"]')
    last = shown(folder)["samples"][-2:]
    assert [round(one["parameters"]["temperature"], 6) for one in last] == [620, 630]
    assert [one["outcomes"]["jc"] for one in last] == [4.9e8, 4.8e8]


def test_two_objectives_have_a_front(explore, visit, folder):
    run(
        *("design", "init", "two.design", "--parameter", "temperature=400:800:1 C", "--parameter", "hold=2:120:1 min"),
        *("--maximise", "jc [A/m^2]", "--minimise", "cost [EUR]"),
        folder=folder,
    )
    lines = ["temperature[C],hold[min],jc[A/m^2],cost[EUR]"]
    for k in range(12):
        temperature, hold = 400 + 33 * k, 5 + (k * 37) % 110
        lines.append(f"{temperature},{hold},{5e8 - 5e3 * (temperature - 650) ** 2},{10 + 0.05 * (temperature - 400) + 0.1 * hold}")
    (folder / "samples.csv").write_text("\n".join(lines) + "\n")
    run("design", "add", "two.design", "--csv", "samples.csv", folder=folder)
    best = json.loads(run("design", "show", "two.design", "--json", folder=folder))["best"]
    page = visit(explore("two.design").address, selector="#front svg")
    assert 1 < len(best) < 12
    assert page.locator("#front circle.point").count() == 12 and page.locator("#furnace tr.best").count() == len(best)
    # The line of the front goes through the best ones alone.
    path = page.locator("#front path.curve").get_attribute("d")
    assert path.count("L") == len(best) - 1
    page.wait_for_selector("#slices .chart svg")
    assert page.locator("#slices .chart").count() == 4 and page.locator("#slices canvas").count() == 2
    page.locator("#suggest").click()
    page.wait_for_selector('[data-answer="4"]')
    assert page.locator('[aria-label="Pending experiments"] thead th').count() == 6


def test_a_sweep_is_watched_while_it_fills(explore, visit, folder):
    command = [PROGRAM, "sweep", "--fcm", "1T:7T:0.02T"]
    sweep = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        # The file is there before its tables are.
        status = [PROGRAM, "sweep", "status", "pair.sqlite"]
        for _ in range(200):
            if sweep.poll() is not None or subprocess.run(status, cwd=folder, capture_output=True).returncode == 0:
                break
            time.sleep(0.05)
        page = visit(explore("pair.sqlite").address, selector="[data-point]")
        first = page.locator("#sweep tbody tr").count()
        assert sweep.poll() is None and first < 301
        page.wait_for_function("(first) => document.querySelectorAll('#sweep tbody tr').length > first", arg=first, timeout=15_000)
        assert sweep.wait(timeout=300) == 0
        page.wait_for_function("() => document.querySelectorAll('#sweep tbody tr').length === 301", timeout=15_000)
        assert "301 points" in page.locator("#sweep .head").inner_text()
    finally:
        sweep.kill()
        sweep.wait()


def test_points_of_a_sweep_are_opened(explore, visit, folder):
    run("sweep", "--fcm", "2T:6T:2T", folder=folder)
    page = visit(explore("pair.sqlite").address, selector="[data-point]")
    assert page.locator("#sweep tbody tr").count() == 3
    page.locator('[data-point="1"]').click()
    settled(page)
    assert page.locator('[data-key="protocol[0].cool.field"] input[type="text"]').input_value() == "4 T"
    assert results(page)


def test_a_run_folder_is_opened(explore, visit, folder):
    run("simulate", "--fcm", "3T", "--no-report", "--output", "runs", folder=folder)
    (made,) = (folder / "runs").iterdir()
    page = visit(explore(made).address)
    assert page.locator('[data-key="protocol[0].cool.field"] input[type="text"]').input_value() == "3 T"
