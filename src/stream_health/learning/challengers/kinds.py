"""The challengers there are. Trees, so that they can find what an additive scorecard cannot."""

from collections.abc import Callable, Mapping
from typing import Final

from river import base, forest, tree

_SEED: Final = 7
_DEPTH_MAX: Final = 8
_SIZE_MAX_MIB: Final = 2.0


def _forest() -> base.Classifier:
    """Adaptive random forest (Gomes et al. 2017): each tree watches its own drift."""
    return forest.ARFClassifier(
        n_models=5,
        max_depth=_DEPTH_MAX,
        grace_period=200,
        max_size=_SIZE_MAX_MIB,
        memory_estimate_period=5_000,
        seed=_SEED,
    )


def _tree() -> base.Classifier:
    """Hoeffding adaptive tree (Bifet and Gavaldà 2009): one tree that replaces its branches."""
    return tree.HoeffdingAdaptiveTreeClassifier(
        max_depth=_DEPTH_MAX,
        grace_period=200,
        max_size=_SIZE_MAX_MIB,
        memory_estimate_period=5_000,
        seed=_SEED,
    )


KINDS: Final[Mapping[str, Callable[[], base.Classifier]]] = {"forest": _forest, "tree": _tree}
