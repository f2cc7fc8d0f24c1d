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


_NUMBER = re.compile(r"(± )?(-?\d+(?:\.(\d+))?(?:e[-+]?\d+)?)")


def _agree(printed: str, shown: str) -> bool:
    """Whether two outputs have the same words, values to two last digits, errors to a factor of two."""
    if _NUMBER.sub("#", printed) != _NUMBER.sub("#", shown):
        return False
    for one, other in zip(_NUMBER.finditer(printed), _NUMBER.finditer(shown), strict=True):
        a, b = float(one[2]), float(other[2])
        if one[1]:
            if not b / 2 <= a <= 2 * b:
                return False
        elif "e" in one[2]:
            if abs(a - b) > 0.03 * abs(b):
                return False
        elif abs(a - b) > 2.001 * max(10.0 ** -len(match[3] or "") for match in (one, other)):
            return False
    return True


def test_outputs_are_compared_number_by_number() -> None:
    assert _agree("a 2.179 ± 0.004 T", "a 2.181 ± 0.003 T") and _agree("4.9e+08 ± 8e+06", "4.8e+08 ± 9e+06")
    for wrong in ("b 2.179 ± 0.004 T", "a 2.182 ± 0.004 T", "a 2.179 ± 0.009 T", "a 2.179 T"):
        assert not _agree(wrong, "a 2.179 ± 0.004 T")


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
    for block, now, then in zip(blocks, printed, shown, strict=True):
        assert _agree(now, then), f"{block[1]}\nprinted:\n{now}\nshown:\n{then}"
    assert (tmp_path / "section.png").stat().st_size > 5000


def test_the_first_block_of_the_page_on_python_runs() -> None:
    block = _BLOCK.search((DOCUMENTATION / "Python.md").read_text())
    assert block is not None and "ppm/h" in _run(block[1], {"__name__": "page"})
