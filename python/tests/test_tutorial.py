"""What Documentation/PythonTutorial.md and Python.md show: it runs, and prints what stands there."""

import contextlib
import io
import os
import pathlib
import re

import pytest

DOCUMENTATION = pathlib.Path(__file__).parents[2] / "Documentation"
_BLOCK = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.DOTALL | re.MULTILINE)


def _run(source: str, names: dict[str, object]) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(source, "tutorial", "exec"), names)
    return printed.getvalue()


def test_the_tutorial_prints_what_it_shows(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("matplotlib", "pandas", "xarray", "magpylib"):
        pytest.importorskip(package)
    path = DOCUMENTATION / "PythonTutorial.md"
    text = path.read_text()
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    blocks = list(_BLOCK.finditer(text))
    assert len(blocks) > 10
    shown = [block[2] for block in blocks]
    printed = [_run(block[1], names) for block in blocks]
    if os.environ.get("FEMBULK_WRITE_TUTORIAL"):
        outputs = iter(printed)

        def written(block: re.Match[str]) -> str:
            return f"```python\n{block[1]}```\n\n```text\n{next(outputs)}```\n"

        path.write_text(_BLOCK.sub(written, text))
        return
    assert printed == shown
    assert (tmp_path / "section.png").stat().st_size > 5000


def test_the_first_block_of_the_page_on_python_runs() -> None:
    block = _BLOCK.search((DOCUMENTATION / "Python.md").read_text())
    assert block is not None and "ppm/h" in _run(block[1], {"__name__": "page"})
