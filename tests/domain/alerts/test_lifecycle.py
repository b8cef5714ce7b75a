"""The table of states and transitions is whole, and its picture is drawn from it."""

from stream_health.domain.alerts.lifecycle import (
    OVER,
    STATES,
    TABLE,
    TRANSITIONS,
    mermaid,
    next_state,
)


def test_every_state_has_a_row_and_every_name_is_known() -> None:
    assert set(TABLE) == set(STATES)
    for row in TABLE.values():
        assert set(row) <= set(TRANSITIONS)
        assert set(row.values()) <= set(STATES)


def test_every_transition_is_possible_somewhere_and_every_state_is_reached() -> None:
    assert {said for row in TABLE.values() for said in row} == set(TRANSITIONS)
    reached, waiting = set[str](), ["ok"]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += TABLE[state].values()
    assert reached == set(STATES)


def test_whatever_is_open_can_be_resolved_and_retracted_and_what_is_over_stays_over() -> None:
    for state in set(STATES) - OVER - {"pending"}:
        assert next_state(state, "resolved") == "resolved"
        assert next_state(state, "retracted") == "retracted"
    for state in ("resolved", "retracted"):
        assert all(next_state(state, said) is None for said in TRANSITIONS)


def test_the_picture_shows_every_transition_of_the_table() -> None:
    lines = mermaid().splitlines()
    assert lines[0] == "stateDiagram-v2"
    drawn = {
        (arrow.split(" --> ")[0].strip(), said, arrow.split(" --> ")[1])
        for line in lines
        if ": " in line
        for arrow, names in [line.split(": ")]
        for said in names.split(", ")
    }
    assert drawn == {
        (state, said, target) for state, row in TABLE.items() for said, target in row.items()
    }
