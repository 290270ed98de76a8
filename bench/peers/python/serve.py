"""What both Python sides share: the data, the clock, and how they are asked.

A question is a line of JSON with a workload (workload.go) and how many seconds to
measure; the answer is a line with the numbers of the first five steps, how many steps
were counted, and how long they took.
"""

import json
import math
import sys
import time

import numpy as np

FIRST_STEPS = 5
INPUTS, TARGETS = 101, 102  # the streams of the data; weights take 1, 2, 3 ...


def draw(shape, stream, scale):
    """Numbers from -scale to scale, as draw in workload.go gives them, bit for bit."""
    z = np.arange(math.prod(shape), dtype=np.uint64) + np.uint64(stream << 32)
    z *= np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return (scale * ((z >> np.uint64(11)) / 2.0**52 - 1)).reshape(shape)


def weights(shape, stream, fan_in):
    return draw(shape, stream, math.sqrt(3 / fan_in))


def repeat(step, each, seconds):
    """Takes steps for so many seconds, and looks at the clock after each so many."""
    count, begin, elapsed = 0, time.perf_counter(), 0.0
    while elapsed < seconds:
        for _ in range(each):
            step()
        count += each
        elapsed = time.perf_counter() - begin
    return count, elapsed


def measure(step, seconds):
    """Measures a step, which returns a loss, or of a product the matrix."""
    numbers = []
    for _ in range(FIRST_STEPS):
        result = step()
        numbers.append(float(result if result.ndim == 0 else result[-1].sum()))
    count, elapsed = repeat(step, 1, seconds / 5)
    each = max(1, int(count * seconds / elapsed / 100))  # look at the clock a hundred times
    steps, elapsed = repeat(step, each, seconds)
    return {"numbers": numbers, "steps": steps, "seconds": elapsed}


def serve(name, about, start):
    """Says who it is, and answers until there are no more questions."""
    print(json.dumps({"name": name, "about": about}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        step = start(question["workload"])
        print(json.dumps(measure(step, question["seconds"])), flush=True)
