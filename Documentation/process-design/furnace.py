"""A synthetic furnace: Jc of a bulk from heating rate, maximum temperature and holding time.

Nobody has measured this landscape. It is made so that its optimum lies where A. Yamamoto et al., NPG Asia Mater. 16, 29 (2024)
report that of their data-driven search (49.8 C/min, 556 C, 32.47 min), and so that their researcher-driven optimum
(50 C/min, 600 C, 5 min) lies on the same ridge: a shorter time at a higher temperature sinters as far.
"""
import math

OPTIMUM = {"heating_rate": 49.8, "temperature": 556.0, "hold": 32.47}  # C/min, C, min
PEAK = 1.0e9  # A/m^2
BOUNDS = {"heating_rate": (10.0, 200.0), "temperature": (400.0, 800.0), "hold": (2.0, 120.0)}


def jc(heating_rate, temperature, hold):
    """Jc [A/m^2] at a heating rate [C/min], a maximum temperature [C] and a holding time [min], without scatter."""
    rate = math.log(heating_rate / OPTIMUM["heating_rate"])
    time = math.log(hold / OPTIMUM["hold"])
    # Sintering goes with temperature and, more slowly, with the logarithm of time; a faster ramp needs a little more of both.
    progress = temperature - OPTIMUM["temperature"] + 23.5 * time - 6.0 * rate
    # Too little leaves pores, too much lets grains grow and the phase decompose, which costs less at first.
    width = 35.0 if progress < 0 else 45.0
    sintering = math.exp(-0.5 * (progress / width) ** 2)
    along = 0.72 + 0.28 * math.exp(-0.5 * (time / 0.5) ** 2)
    ramp = math.exp(-0.5 * (rate / 0.9) ** 2)
    return PEAK * (0.02 + 0.98 * sintering * along * ramp)
