"""Why a record could not be taken: a bounded set of reasons, and a detail for people."""

from enum import StrEnum
from typing import Final, NamedTuple

from pydantic import ValidationError

DETAIL_LENGTH_MAX: Final = 200


class RejectReason(StrEnum):
    """Reasons of dead letters; also the values of a metric label, so the set stays small.

    The last four need to know the partition's time, its number or the models: the engine gives
    them.
    """

    NOT_JSON = "not_json"
    NOT_AN_OBJECT = "not_an_object"
    MISSING_FIELD = "missing_field"
    WRONG_TYPE = "wrong_type"
    UNKNOWN_KIND = "unknown_kind"
    BAD_VALUE = "bad_value"
    TOO_LARGE = "too_large"
    TOMBSTONE = "tombstone"
    KEY_MISMATCH = "key_mismatch"
    FUTURE = "future"
    ANCIENT = "ancient"
    WRONG_PARTITION = "wrong_partition"
    UNKNOWN_MODEL = "unknown_model"


_REASON_OF: Final = {
    "json_invalid": RejectReason.NOT_JSON,
    "missing": RejectReason.MISSING_FIELD,
    "union_tag_invalid": RejectReason.UNKNOWN_KIND,
    "union_tag_not_found": RejectReason.MISSING_FIELD,
}


class Rejected(NamedTuple):
    """A record that was not taken. ``detail`` names the field and shows its value, cut short."""

    reason: RejectReason
    detail: str


class FieldError(ValueError):
    """A field that is well typed and makes no sense where it stands."""

    def __init__(self, reason: RejectReason, detail: str) -> None:
        super().__init__(detail)
        self.rejected = Rejected(reason, shorten(detail))


def shorten(text: str, length_max: int = DETAIL_LENGTH_MAX) -> str:
    """Cut a text to a bounded length, showing that it was cut.

    >>> shorten("abcdefgh", 6)
    'abc...'
    """
    return text if len(text) <= length_max else text[: length_max - 3] + "..."


def explain(error: ValidationError, *, show_values: bool) -> Rejected:
    """Turn the first of pydantic's errors into a reason and a sentence.

    Parameters
    ----------
    error
        What validating one record raised.
    show_values
        False for topics with text of people: their values never appear anywhere.
    """
    first = error.errors(include_url=False, include_context=False)[0]
    kind, path = first["type"], ".".join(str(part) for part in first["loc"])
    reason = _reason(kind, path)
    shown = show_values and reason not in {RejectReason.MISSING_FIELD, RejectReason.NOT_JSON}
    value = f"got {shorten(repr(first['input']), 80)}: " if shown else ""
    return Rejected(reason, shorten(f"{path or 'value'}: {value}{first['msg']}"))


def _reason(kind: str, path: str) -> RejectReason:
    if kind in _REASON_OF:
        return _REASON_OF[kind]
    if kind == "dict_type" and not path:
        return RejectReason.NOT_AN_OBJECT
    if kind == "literal_error" and path == "kind":
        return RejectReason.UNKNOWN_KIND
    return RejectReason.WRONG_TYPE if kind.endswith("_type") else RejectReason.BAD_VALUE
