import pytest

import fembulk


@pytest.fixture
def disc() -> fembulk.Magnet:
    kim = fembulk.Material(fembulk.Jc.kim(5e8, 1.5), n=21)
    body = fembulk.Disc(radius=15e-3, height=6e-3, material=kim)
    return fembulk.Magnet([body]).field_cool("7 T", "5 K").ramp(0, rate="4.8 T/h")
