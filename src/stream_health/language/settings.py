"""What a company sets for the extractor."""

from collections.abc import Iterable
from dataclasses import dataclass

from stream_health.language.errors import LanguageError


def require_letters(names: Iterable[str]) -> None:
    """Refuse names that no text can hold.

    Raises
    ------
    LanguageError
        With the first one.
    """
    for name in names:
        if not any(map(str.isalnum, name)):
            message = f"a name needs a letter or digit, got {name!r}: leave it out"
            raise LanguageError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageSettings:
    """Settings of the extractor.

    Parameters
    ----------
    competitors
        Names to look for, in any case. Without any, only talk of unnamed alternatives and names
        in a clear context of evaluation are found.
    own_names
        Names of our own company and product: "we are leaving Tessel" is then "leaving you".
    evidence
        Whether signals carry the sentence they rest on.
    confidence_min
        Signals less sure than this, 0 to 1, are not given.
    text_length_max
        Characters read of a message; of a longer one its beginning and its end, half each.

    Raises
    ------
    LanguageError
        When a value makes no sense.

    Examples
    --------
    >>> LanguageSettings(competitors=("Acme",)).confidence_min
    0.5
    """

    competitors: tuple[str, ...] = ()
    own_names: tuple[str, ...] = ()
    evidence: bool = True
    confidence_min: float = 0.5
    text_length_max: int = 200_000

    def __post_init__(self) -> None:
        """Refuse what makes no sense."""
        require_letters((*self.competitors, *self.own_names))
        if not 0 < self.confidence_min < 1:
            message = f"confidence_min must lie between 0 and 1, got {self.confidence_min}"
            raise LanguageError(message)
        if self.text_length_max < 1:
            message = f"text_length_max must be at least 1, got {self.text_length_max}"
            raise LanguageError(message)
