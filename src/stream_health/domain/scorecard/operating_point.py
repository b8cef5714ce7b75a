"""From which churn risk on an account is flagged, by value tier; published with the model."""

from collections.abc import Mapping
from typing import Any, NamedTuple, Self

VALUE_TIERS = ("high_value", "standard", "digital")


class OperatingPoint(NamedTuple):
    """A threshold, what it was chosen for, and how it did on the examples it was chosen on.

    Attributes
    ----------
    value_tier : str
        ``high_value``, ``standard`` or ``digital``.
    risk_min : float
        Flagged from this churn risk on, 0 to 1; above 1 flags nobody.
    goal : str
        ``recall``, ``balance`` or ``precision``.
    asked : float or None
        The least recall or precision asked for.
    recall, precision, flagged_share : float or None
        On matured examples, each predicted before its label was known: share of those who left
        that are flagged, share of the flagged that left, share of all that are flagged.
    examples_total, positives_total : float
        How many examples, and how many of them left; the old ones count less.
    """

    value_tier: str
    risk_min: float
    goal: str
    asked: float | None
    recall: float | None
    precision: float | None
    flagged_share: float | None
    examples_total: float
    positives_total: float

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """Read one back from plain data with the names of the fields."""
        return cls(**{name: data[name] for name in cls._fields})
