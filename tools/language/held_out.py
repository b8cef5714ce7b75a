"""How well authors are read of whom nothing was learned: what every choice here is judged by.

Of messages as they are learned from: their subjects are left out.
"""

from collections.abc import Iterator, Sequence

from benchmarks.language.figures import KindFigures
from tools.language.weighing import Told, fit

from stream_health.language.rules import KINDS_OF_SIGNALS
from stream_health.language.weighing import of_message


def lines(parts: Sequence[Sequence[Told]]) -> Iterator[str]:
    """Give a table; each part is weighed as the others tell, and its words were not learned."""
    yield f"{'authors held out':<21}{'there':>6}{'recall':>8}{'precision':>11}{'F1':>7}"
    for kind in KINDS_OF_SIGNALS:
        one = _figures(kind.name, kind.floor, parts)
        values = [one.recall.value, one.precision.value, one.f1.value]
        recall, precision, f1 = ("-" if each is None else f"{each:.3f}" for each in values)
        yield f"{kind.name:<21}{one.hits + one.missed:>6}{recall:>8}{precision:>11}{f1:>7}"


def _figures(kind: str, floor: float, parts: Sequence[Sequence[Told]]) -> KindFigures:
    return KindFigures.of(kind, _there_and_found(kind, floor, parts))


def _there_and_found(
    kind: str, floor: float, parts: Sequence[Sequence[Told]]
) -> Iterator[tuple[bool, bool]]:
    for part in parts:
        weights = fit(kind, [one for other in parts if other is not part for one in other])
        for one in part:
            if kind in one.evidence and kind not in one.labelled.either:
                found = bool(of_message(one.evidence[kind] @ weights) >= floor)
                yield kind in one.labelled.labels, found
