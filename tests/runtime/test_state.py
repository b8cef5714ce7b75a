"""The store equals a dict, and its size is always the sum of what it holds."""

from hypothesis import given
from hypothesis import strategies as st

from stream_health.runtime.state import StateStore

keys = st.binary(max_size=2)
changes = st.dictionaries(keys, st.none() | st.binary(max_size=9))


@given(st.lists(changes))
def test_any_changes_leave_a_store_equal_to_a_dict_of_the_same_size(
    steps: list[dict[bytes, bytes | None]],
) -> None:
    store, model = StateStore(), dict[bytes, bytes]()
    for step in steps:
        store.apply(step)
        for key, value in step.items():
            if value is None:
                model.pop(key, None)
            else:
                model[key] = value
    assert dict(store.view) == model
    assert len(store) == len(model)
    assert store.bytes_total == sum(len(k) + len(v) for k, v in model.items())
