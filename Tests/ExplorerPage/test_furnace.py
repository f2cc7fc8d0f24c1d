import json

from conftest import results, run, settled

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
    assert page.locator("#furnace tbody tr").count() == 15
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
