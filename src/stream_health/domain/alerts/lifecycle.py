"""The life of an alert as a table: state and transition give the next state.

Only facts of the form "in this state, this transition leads there" live here. When a transition is
due (timers, thresholds, repeats) is decided by the conditions and the dispatcher. What the table
does not hold is illegal: a named, counted no-op.
"""

from typing import Final

OK: Final = "ok"
PENDING: Final = "pending"
FIRING: Final = "firing"
ACKNOWLEDGED: Final = "acknowledged"
SNOOZED: Final = "snoozed"
INHIBITED: Final = "inhibited"
RESOLVED: Final = "resolved"
RETRACTED: Final = "retracted"

STATES: Final = (
    OK, PENDING, FIRING, ACKNOWLEDGED, SNOOZED, INHIBITED, RESOLVED, RETRACTED,
)  # fmt: skip
TRANSITIONS: Final = (
    "pending", "cleared", "fired", "updated", "acknowledged", "ack_expired", "snoozed", "woken",
    "escalated", "inhibited", "uninhibited", "resolved", "retracted",
)  # fmt: skip

# A new generation begins in ``ok``; it is over in ``ok``, ``resolved`` or ``retracted``.
OVER: Final = frozenset({OK, RESOLVED, RETRACTED})

_ENDS: Final = {"resolved": RESOLVED, "retracted": RETRACTED}

TABLE: Final[dict[str, dict[str, str]]] = {
    OK: {"pending": PENDING, "fired": FIRING, "inhibited": INHIBITED},
    PENDING: {"cleared": OK, "fired": FIRING, "inhibited": INHIBITED},
    FIRING: {
        "updated": FIRING,
        "acknowledged": ACKNOWLEDGED,
        "snoozed": SNOOZED,
        "escalated": FIRING,
        "inhibited": INHIBITED,
        **_ENDS,
    },
    ACKNOWLEDGED: {
        "updated": ACKNOWLEDGED,
        "ack_expired": FIRING,
        "snoozed": SNOOZED,
        "inhibited": INHIBITED,
        **_ENDS,
    },
    SNOOZED: {
        "updated": SNOOZED,
        "acknowledged": ACKNOWLEDGED,
        "snoozed": SNOOZED,
        "woken": FIRING,
        "inhibited": INHIBITED,
        **_ENDS,
    },
    INHIBITED: {"updated": INHIBITED, "uninhibited": FIRING, **_ENDS},
    RESOLVED: {},
    RETRACTED: {},
}


def next_state(state: str, transition: str) -> str | None:
    """State after a transition; ``None`` when the table does not allow it.

    >>> next_state("firing", "acknowledged"), next_state("resolved", "acknowledged")
    ('acknowledged', None)
    """
    return TABLE[state].get(transition)


def mermaid() -> str:
    """Draw the table as a Mermaid state diagram.

    >>> print(mermaid().splitlines()[2])
        ok --> pending: pending
    """
    lines = ["stateDiagram-v2", f"    [*] --> {OK}"]
    for state, row in TABLE.items():
        targets: dict[str, list[str]] = {}
        for transition, target in row.items():
            targets.setdefault(target, []).append(transition)
        lines += [
            f"    {state} --> {target}: {', '.join(said)}" for target, said in targets.items()
        ]
    lines += [f"    {state} --> [*]" for state in (RESOLVED, RETRACTED)]
    return "\n".join(lines) + "\n"
