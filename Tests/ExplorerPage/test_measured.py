import csv
import json
import re

from conftest import run, settled

DISC = """
name: disc
bulks: [{name: A, material: a, outer_radius: 15 mm, z_min: -5 mm, z_max: 5 mm}]
materials: {a: {jc: {law: kim, jc0: 3e8 A/m^2, b0: 1.5 T}, n: 21, temperature: {tc: 35 K, exponent: 2}}}
protocol: %s
probes: {top: {r: 0 mm, z: 6 mm}}
accuracy: 0.3 %%
"""
LOOP = "[{cool: {field: 0 T, temperature: 5 K}}, " + ", ".join(f"{{ramp: {{field: {b} T, rate: 4.8 T/h}}}}" for b in (3, -3, 3)) + "]"
WARMING = (
    "[{cool: {field: 4 T, temperature: 5 K}}, {ramp: {field: 0 T, rate: 4.8 T/h}},"
    " {temperature: {to: 20 K, rate: 0.5 K/min}}]"
)


def weaker(folder):
    """The history of a run with nine tenths of the critical current."""
    run("simulate", "disc.yaml", "--set", "scale=0.9", "--no-report", "--output", "weak", folder=folder)
    (made,) = (folder / "weak").iterdir()
    with open(made / "history.csv") as file:
        return list(csv.DictReader(file))


def overlaid(page, path):
    page.set_input_files("#measured-file", path)
    page.get_by_role("button", name="Use it").click()
    page.wait_for_selector(".differences svg", timeout=30_000)
    # The computed curve, what was measured, and how far they are apart.
    assert page.locator(".curves path.curve").count() == 1
    return page.locator(".curves circle.point").count(), page.locator(".differences circle.point").count()


def largest_of(text):
    """The largest difference: 0.0123 or 1.23×10⁻⁵."""
    number, power = re.search(r", ([\d.]+)(?:×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))? \S.* at most", text).groups()
    return float(number) * 10.0 ** int((power or "0").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))


def assert_fitted(page):
    """The fit finds nine tenths, and the curve goes through the points then."""
    page.get_by_role("button", name="Fit this").click()
    page.wait_for_selector('[data-do="take"]', timeout=60_000)
    fitted = page.locator(".measured-item").inner_text()
    assert "scale = 0.9" in fitted or "scale = 0.89" in fitted, fitted
    before = page.locator(".residuals").inner_text()
    page.locator('[data-do="take"]').click()
    settled(page)
    page.wait_for_function("(before) => document.querySelector('.residuals').innerText !== before", arg=before)
    largest = [largest_of(text) for text in (before, page.locator(".residuals").inner_text())]
    assert largest[1] < 0.3 * largest[0], (before, largest)


def test_a_loop_is_drawn_and_fitted(explore, visit, folder):
    (folder / "disc.yaml").write_text(DISC % LOOP)
    rows = [row for row in weaker(folder) if float(row["time[s]"]) > 0]
    # In the order of measurement, every field once in each sweep.
    lines = [f"{row['applied_field[T]']},{row['moment[A m^2]']}" for row in rows]
    lines = [line for k, line in enumerate(lines) if k % 3 == 0 and line != lines[k - 1]]
    (folder / "loop.csv").write_text("mu0H [T],m [A m^2]\n" + "\n".join(lines) + "\n")
    page = visit(explore("disc.yaml").address)
    assert overlaid(page, folder / "loop.csv") == (len(lines), len(lines))
    assert_fitted(page)


def test_a_warming_curve_is_drawn_and_fitted(explore, visit, folder):
    (folder / "disc.yaml").write_text(DISC % WARMING)
    rows = [row for row in weaker(folder) if 6 < float(row["temperature[K]"]) < 19.5]
    lines = [f"{row['temperature[K]']},{row['top_Bz[T]']}" for row in rows[:: max(1, len(rows) // 12)]]
    (folder / "warming.csv").write_text("T [K],Bz [T]\n" + "\n".join(lines) + "\n")
    page = visit(explore("disc.yaml").address)
    assert overlaid(page, folder / "warming.csv") == (len(lines), len(lines))
    assert_fitted(page)


def test_columns_that_say_nothing_are_named(explore, visit, folder):
    (folder / "disc.yaml").write_text(DISC % WARMING)
    (folder / "export.csv").write_text("Nr;Feld;Wert\n1;0;60\n2;1000;34\n3;7000;10\n")
    page = visit(explore("disc.yaml").address)
    page.locator('details[data-section="materials"] summary').click()
    page.set_input_files('input[data-material="a"]', folder / "export.csv")
    page.wait_for_selector('dialog[open] [data-name="Jc"]')
    dialog = page.locator("dialog")
    assert "7000" in dialog.locator("table").inner_text() and dialog.locator(".problems").inner_text() != ""
    # Without a unit nothing is taken for granted: what is wrong is told, and the user goes on.
    dialog.locator('[data-name="B"] [data-is="column"]').select_option("0")
    dialog.locator('[data-name="Jc"] [data-is="column"]').select_option("-1")
    page.get_by_role("button", name="Read it").click()
    page.wait_for_function("() => document.querySelector('dialog .problems').textContent.includes('Jc is missing')")
    dialog.locator('[data-name="B"] [data-is="column"]').select_option("1")
    dialog.locator('[data-name="B"] [data-is="unit"]').select_option("mT")
    dialog.locator('[data-name="Jc"] [data-is="column"]').select_option("2")
    dialog.locator('[data-name="Jc"] [data-is="unit"]').select_option("kA/cm^2")
    page.get_by_role("button", name="Read it").click()
    page.wait_for_selector("#table-chart svg")
    assert "B 0 to 7 T" in dialog.inner_text() and "6e+08" in dialog.inner_text().replace("6e8", "6e+08")
    page.get_by_role("button", name="Use it").click()
    settled(page)
    # The case that is taken away has the table, and needs nobody to name its columns.
    page.locator(".menu summary").click()
    with page.expect_download() as download:
        page.locator('[data-export="case"]').click()
    download.value.save_as(folder / "taken.yaml")
    assert json.loads(run("simulate", "taken.yaml", "--json", "--no-report", folder=folder))["stages"]
