"""What must be reached on messages nobody who wrote the rules has seen."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from benchmarks.language.figures import kind_figures, sentiment_auc
from benchmarks.language.labelled import Judged

RECALL_MIN: Final = {"champion_leaving": 0.90}
F1_MIN: Final = {"cancellation_intent": 0.85, "competitor_named": 0.85, "renewal_hedging": 0.85}
AUC_MIN: Final = 0.85
FALSE_PER_10_000_MAX: Final = 5.0
QUIET_KINDS: Final = ("champion_leaving", "competitor_named", "renewal_hedging")
TERMINATE_MIN: Final = 0.90
MESSAGES_PER_SECOND_MIN: Final = 1_000


class Mark(NamedTuple):
    """A figure and the mark beside it."""

    name: str
    value: float
    mark: float
    at_most: bool = False

    @property
    def reached(self) -> bool:
        """Whether the figure reaches the mark."""
        return self.value <= self.mark if self.at_most else self.value >= self.mark

    def line(self) -> str:
        """One line for people."""
        sign = "<=" if self.at_most else ">="
        verdict = "reached" if self.reached else "MISSED"
        return f"{self.name:<52} {self.value:10.3f}  {sign} {self.mark:<8g} {verdict}"


def marks_of(done: Sequence[Judged]) -> list[Mark]:
    """Every mark on labelled messages."""
    found = []
    for kind, least in RECALL_MIN.items():
        found.append(Mark(f"{kind} recall", kind_figures(kind, done).recall.value or 0.0, least))
    for kind, least in F1_MIN.items():
        found.append(Mark(f"{kind} F1", kind_figures(kind, done).f1.value or 0.0, least))
    auc = sentiment_auc(done, {"positive"}, {"negative"})
    found.append(Mark("sentiment AUC, positive over negative", auc, AUC_MIN))
    return found
