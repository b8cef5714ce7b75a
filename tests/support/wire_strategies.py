"""Any value of a domain record, drawn from the types and names of its fields."""

from typing import Any, TypeVar, get_type_hints

from hypothesis import strategies as st

from stream_health.domain.effects import Action, Cause, Factor, Quote

T = TypeVar("T")

TIMES_MS = st.integers(0, 4_102_444_800_000)
MILLI = st.integers(-200_000, 200_000)
SCORES = st.integers(0, 100_000)
SHARES = st.floats(0, 1)
WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


def records_of(record: type[T], **fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[T]:
    """Return values of a NamedTuple; ``fixed`` gives the fields that take a few values only."""
    fields = {
        name: fixed.get(name, _of(name, hint)) for name, hint in get_type_hints(record).items()
    }
    return st.builds(record, **fields)


def _of(name: str, hint: Any) -> st.SearchStrategy[Any]:
    text = str(hint)
    if "None" in text and "tuple" not in text:
        return st.none() | _of(name, _without_none(hint))
    if name.endswith("_ms"):
        return TIMES_MS
    if name in {"score_milli", "previous_score_milli"}:
        return SCORES
    if name.endswith("_milli"):
        return MILLI
    if hint is float:
        return NUMBERS if name == "value" else SHARES
    simple = {str: WORDS, int: st.integers(0, 2**31), bool: st.booleans(), Action: ACTIONS}
    return simple[hint] if hint in simple else st.lists(_item(text), max_size=4).map(tuple)


def _item(text: str) -> st.SearchStrategy[Any]:
    if "Cause" in text:
        return CAUSES
    if "Quote" in text:
        return records_of(Quote)
    if "Factor" in text:
        return FACTORS
    return st.none() | NUMBERS if "float" in text else WORDS


def _without_none(hint: Any) -> Any:
    return next(part for part in hint.__args__ if part is not type(None))


ACTIONS: st.SearchStrategy[Action] = st.deferred(lambda: records_of(Action))
FACTORS: st.SearchStrategy[Factor] = st.deferred(lambda: records_of(Factor))
CAUSES: st.SearchStrategy[Cause] = st.deferred(
    lambda: records_of(
        Cause,
        kind=st.sampled_from(
            ["config", "model", "aging", "late", "profile", "coverage", "event", "clip", "history"]
        ),
    )
)
