"""Random functions, bound and compiled, against the model: same results, or same exceptions.

Hypothesis draws headers (types, words, policies) and calls of them, right and wrong. It is
deterministic: `--model-calls N` asks for more calls, of more functions.
"""

from __future__ import annotations

import array
import ctypes
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from tests.runtime import modules
from tests.runtime.model import functions
from tests.runtime.model.drawing import calls, drawn
from tests.runtime.model.effects import is_same, run
from tests.runtime.model.functions import (
    Function,
)
from tests.runtime.model.model import RefusedError, accept, elements_of

BATCH = 30  # functions a module

CALLS = 10  # calls that are drawn together


def contents(values: list[Any]) -> list[Any]:
    """What arguments hold that could be written to."""
    return [
        bytes(v)
        if isinstance(v, bytearray)
        else np.array(v, copy=True).tobytes()
        if (isinstance(v, np.ndarray | array.array | memoryview | ctypes.Array))
        else None
        for v in values
    ]


def compare(m: ModuleType, function: Function, args: list[Any], kwargs: dict[str, Any]) -> None:
    call = getattr(m, function.name)
    everything = [*args, *kwargs.values()]
    before = contents(everything)
    try:
        values, taken = accept(function, args, kwargs)
    except RefusedError as refused:
        errors = tuple(refused.errors)
    else:
        errors = ()
    if errors:
        with pytest.raises(errors) as caught:
            call(*args, **kwargs)
        assert caught.type in errors
        assert contents(everything) == before
        return
    arrays = [t for t in taken.values() if t.given is not None and t.size > 0]
    aliases = len({t.address for t in arrays}) < len(arrays)
    effects = run(function, values, taken)
    if effects.failed:
        with pytest.raises(m.Error) as failure:
            call(*args, **kwargs)
        assert failure.value.code == 5
    else:
        result = call(*args, **kwargs)
        expected = effects.results
        got = list(result) if len(expected) > 1 else [result] if expected else []
        assert len(got) == len(expected)
        if not expected:
            assert result is None
        if not aliases:
            assert all(map(is_same, expected, got)), (expected, got)
    if not aliases:
        for name, elements in effects.after.items():
            assert elements_of(function[name], taken[name].given) == elements, name


@pytest.fixture(scope="module")
def batches(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[ModuleType, Function]]:
    """Functions with the modules that they were compiled in."""
    count = max(1, request.config.getoption("--model-calls") // 10_000)
    pairs: list[tuple[ModuleType, Function]] = []
    for i in range(count):
        batch = [drawn(number) for number in range(i * BATCH, (i + 1) * BATCH)]
        header = functions.PRELUDE + "".join(map(functions.declaration, batch))
        code = "".join(map(functions.definition, batch))
        m = modules.build(tmp_path_factory.mktemp("model"), f"model_{i}", header, code)
        pairs += [(m, function) for function in batch]
    return pairs


def test_calls(request: pytest.FixtureRequest, batches: list[tuple[ModuleType, Function]]) -> None:
    examples = request.config.getoption("--model-calls") // CALLS

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def check(data: st.DataObject) -> None:
        m, function = data.draw(st.sampled_from(batches), "function")
        note(functions.declaration(function))
        for _ in range(CALLS):
            args, kwargs = data.draw(calls(function), "arguments")
            compare(m, function, args, kwargs)

    check()


def test_the_model_is_not_always_of_one_mind(batches: list[tuple[ModuleType, Function]]) -> None:
    """Among its calls are many that go through, and many of every refusal."""
    seen: dict[type[Exception] | None, int] = {}

    @settings(
        max_examples=500,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def count(data: st.DataObject) -> None:
        _, function = data.draw(st.sampled_from(batches))
        args, kwargs = data.draw(calls(function))
        for outcome in outcomes(function, args, kwargs):
            seen[outcome] = seen.get(outcome, 0) + 1

    count()
    assert seen[None] > 100
    for error in (TypeError, ValueError, OverflowError):
        assert seen[error] > 0


def outcomes(
    function: Function, args: list[Any], kwargs: dict[str, Any]
) -> set[type[Exception] | None]:
    try:
        accept(function, args, kwargs)
    except RefusedError as refused:
        return {*refused.errors}
    return {None}
