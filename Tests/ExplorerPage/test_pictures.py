import pytest
from pictures import TARGET, strip


def test_strip_of_the_readme(explore, visit, request):
    if not request.config.getoption("--pictures"):
        pytest.skip("asked for by --pictures")
    strip(visit, explore().address)
    assert TARGET.stat().st_size > 50_000
