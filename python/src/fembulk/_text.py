"""Numbers and small pictures as text."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .results import CellMap


def measured(value: float, error: float) -> str:
    """Write a value to the digit of its error: ``2.830 ± 0.003``."""
    if not (math.isfinite(value) and math.isfinite(error) and error > 0):
        return f"{value:.6g}"
    decimals = -math.floor(math.log10(error))
    # A leading 1 keeps a second digit.
    if error * 10**decimals < 2:
        decimals += 1
    if decimals < 0:
        return f"{value:.4g} ± {error:.1g}"
    return f"{value:.{decimals}f} ± {error:.{decimals}f}"


def section_svg(cells: CellMap, width: int = 220) -> str:
    """Draw the current density over the section, blue against the field and red along it."""
    inside = cells.regions > 0
    if not inside.any():
        return ""
    corners = cells.nodes[np.where(cells.cells < 0, cells.cells[:, :1], cells.cells)][inside]
    low, high = corners.min(axis=(0, 1)), corners.max(axis=(0, 1))
    scale = width / (high[0] - low[0])
    height = scale * (high[1] - low[1])
    largest = float(np.abs(cells.J[inside]).max()) or 1.0
    shapes = []
    for shape, density in zip(corners, cells.J[inside] / largest, strict=True):
        points = " ".join(f"{scale * (r - low[0]):.1f},{scale * (high[1] - z):.1f}" for r, z in shape)
        fade = int(255 * (1 - abs(density)))
        colour = f"rgb(255,{fade},{fade})" if density > 0 else f"rgb({fade},{fade},255)"
        shapes.append(f'<polygon points="{points}" fill="{colour}"/>')
    return (
        f'<svg width="{width}" height="{height:.0f}" role="img" aria-label="current density, '
        f'up to {largest:.2e} A/m²">{"".join(shapes)}</svg>'
    )
