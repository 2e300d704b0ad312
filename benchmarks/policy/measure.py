"""One scenario after the other, each for a fraction of a second: a JSON line a measurement.

Runs in the interpreter that is measured, with nothing but the module `policy_kernels` and the
standard library. What other processes disturbed is measured again.
"""

from __future__ import annotations

import json
import os
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import policy_kernels

Kernel = Callable[[int], object]

POLICIES: dict[str, Kernel] = {
    "hold": policy_kernels.hold,
    "release": policy_kernels.release,
    "auto": getattr(policy_kernels, "auto"),  # noqa: B009 - what the module is made of comes later
}

_BATCH = 20e-6  # seconds of calls between two looks at the flag that ends a measurement


@dataclass(frozen=True)
class Scenario:
    """What runs together: threads that call the kernel, Python code, a thread that sleeps."""

    kernels: int = 1
    busy: bool = False
    sleeper: bool = False


SCENARIOS = {
    "alone": Scenario(),
    "busy": Scenario(busy=True),
    "two": Scenario(kernels=2),
    "two+busy": Scenario(kernels=2, busy=True),
    "sleeper": Scenario(sleeper=True),
    "four": Scenario(kernels=4),
    "four+busy": Scenario(kernels=4, busy=True),
    "only busy": Scenario(kernels=0, busy=True),
}


class Run:
    """The threads of one measurement, and what each of them got done."""

    def __init__(self, kernel: Kernel, sizes: list[list[int]], scenario: Scenario) -> None:
        self.over = False
        self.steps: list[float] = []  # a second, one entry a kernel thread
        self.rounds: list[float] = []  # of the busy thread, a second
        self.stalls: list[float] = []  # its longest pause, in seconds
        self.late: list[float] = []  # how much later the sleeper woke, in seconds
        self._kernel = kernel
        self._threads = [threading.Thread(target=self._compute, args=(s,)) for s in sizes]
        if scenario.busy:
            self._threads.append(threading.Thread(target=self._be_busy))
        if scenario.sleeper:
            self._threads.append(threading.Thread(target=self._sleep))

    def last(self, seconds: float) -> None:
        for thread in self._threads:
            thread.start()
        time.sleep(seconds)
        self.over = True
        for thread in self._threads:
            thread.join()

    def _compute(self, sizes: list[int]) -> None:
        kernel, done, start = self._kernel, 0, time.perf_counter()
        total = sum(sizes)
        if len(set(sizes)) == 1:  # the loop costs less, and the calls are short
            size, batch = sizes[0], range(len(sizes))
            while not self.over:
                for _ in batch:
                    kernel(size)
                done += total
        else:
            while not self.over:
                for size in sizes:
                    kernel(size)
                    done += size
                    if self.over:
                        break
        self.steps.append(done / (time.perf_counter() - start))

    def _be_busy(self) -> None:
        clock, rounds, worst = time.perf_counter, 0, 0.0
        start = last = clock()
        while not self.over:
            rounds += 1
            now = clock()
            if now - last > worst:
                worst = now - last
            last = now
        self.rounds.append(rounds / (last - start))
        self.stalls.append(worst)

    def _sleep(self) -> None:
        clock, sleep = time.perf_counter, time.sleep
        while not self.over:
            start = clock()
            sleep(0.001)
            self.late.append(clock() - start - 0.001)


def _sizes(microseconds: float | None, steps_a_us: float, thread: int) -> list[int]:
    """What a kernel thread calls it with, again and again; None: from 16 steps to 16 million."""
    if microseconds is None:
        draw = random.Random(thread)
        return [int(2 ** draw.uniform(4, 24)) for _ in range(499)]
    calls = max(1, round(_BATCH * 1e6 / max(microseconds, 0.05)))
    return [max(1, round(microseconds * steps_a_us))] * calls


def _steps_a_microsecond() -> float:
    """The kernel's speed, by the fastest of some calls."""
    fastest = float("inf")
    for _ in range(20):
        start = time.perf_counter()
        policy_kernels.hold(1_000_000)
        fastest = min(fastest, time.perf_counter() - start)
    return 1.0 / fastest


def _others() -> float:
    """Seconds that the processors have worked for others than this process, by /proc/stat."""
    try:
        fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    except OSError:
        return 0.0  # no such thing here: nothing can be told
    user, nice, system, _, _, irq, softirq, steal = (int(field) for field in fields[:8])
    own = os.times()
    ticks = os.sysconf("SC_CLK_TCK")
    return (user + nice + system + irq + softirq + steal) / ticks - own.user - own.system


def _median(values: list[float]) -> float | None:
    return sorted(values)[len(values) // 2] if values else None


def _jobs(request: dict[str, list[str]], rounds: int) -> Iterator[tuple[int, str, str, str]]:
    for number in range(rounds):
        for scenario in request["scenarios"]:
            durations = ["0"] if scenario == "only busy" else request["durations"]
            policies = ["hold"] if scenario == "only busy" else request["policies"]
            for duration in durations:
                for policy in policies:
                    yield number, scenario, duration, policy


def measure(scenario: str, duration: str, policy: str, seconds: float, speed: float) -> object:
    """Runs one scenario: what the kernel threads and the bystanders got done."""
    what = SCENARIOS[scenario]
    microseconds = None if duration == "mixed" else float(duration)
    sizes = [_sizes(microseconds, speed, thread) for thread in range(what.kernels)]
    run = Run(POLICIES[policy], sizes, what)
    run.last(seconds)
    return {
        "scenario": scenario,
        "duration": duration,
        "policy": policy,
        "kernels": [steps / speed * 1e-6 for steps in run.steps],
        "busy": run.rounds[0] if run.rounds else None,
        "stall": run.stalls[0] if run.stalls else None,
        "late": _median(run.late),
    }


def main() -> None:
    request = json.loads(sys.argv[1])
    end = time.monotonic() + request["limit"]
    speed = _steps_a_microsecond()
    waiting = list(_jobs(request, request["rounds"]))
    while waiting and time.monotonic() < end:
        _, *job = waiting.pop(0)
        before, start = _others(), time.monotonic()
        result = measure(*job, request["seconds"], speed)
        disturbed = (_others() - before) / (time.monotonic() - start)
        if disturbed > request["tolerate"]:
            waiting.append((_, *job))
            time.sleep(0.05)
        else:
            print(json.dumps(result), flush=True)
    for _, scenario, duration, policy in waiting:
        missing = f"{scenario}, {duration} µs, {policy}"
        print(f"not measured: the machine was never quiet: {missing}", file=sys.stderr)


if __name__ == "__main__":
    main()
