"""Overrides that are scored: whose number was nearer to what happened."""

from typing import NamedTuple


class Overrides(NamedTuple):
    """Matured snapshots at which an override was in force.

    ``person_total`` and ``model_total`` count who was nearer to the outcome; ties are neither's.
    ``person_brier`` and ``model_brier`` are sums of squared errors, lower is better.

    Examples
    --------
    >>> counted = Overrides().judged(0.4, 0.05, 0)  # we were worried, the CSM was not, it stayed
    >>> counted.person_total, counted.model_total
    (1, 0)
    """

    judged_total: int = 0
    person_total: int = 0
    model_total: int = 0
    person_brier: float = 0.0
    model_brier: float = 0.0

    def judged(self, served: float | None, override: float | None, label: int) -> "Overrides":
        """Count one more, when there was both a served risk and an override."""
        if served is None or override is None:
            return self
        person, model = (label - override) ** 2, (label - served) ** 2
        return Overrides(
            self.judged_total + 1,
            self.person_total + (person < model),
            self.model_total + (model < person),
            self.person_brier + person,
            self.model_brier + model,
        )
