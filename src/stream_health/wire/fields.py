"""Field types the contracts share, with the bounds that keep state and payloads small."""

from typing import Annotated, Any, Final

from pydantic import Field, StringConstraints
from typing_extensions import TypedDict

from stream_health.wire.rejected import FieldError, RejectReason
from stream_health.wire.times import parse_day_or_time_ms

INTEGER_MAX: Final = 2**53  # what every JSON reader holds exactly

Identifier = Annotated[
    str,
    StringConstraints(strict=True, min_length=1, max_length=256),
    Field(description="Opaque identifier, 1 to 256 characters, without NUL."),
]
Name = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=128)]
Text = Annotated[str, StringConstraints(strict=True, max_length=1_000)]
Time = Annotated[
    str,
    StringConstraints(strict=True, max_length=40),
    Field(
        description="RFC 3339 time with offset, best in UTC.",
        json_schema_extra={"format": "date-time"},
    ),
]
DayOrTime = Annotated[
    str,
    StringConstraints(strict=True, max_length=40),
    Field(description="RFC 3339 time with offset, or a plain date: its midnight in UTC."),
]
Count = Annotated[int, Field(strict=True, ge=0, le=INTEGER_MAX)]
Share = Annotated[float, Field(strict=True, ge=0, le=1, allow_inf_nan=False)]
Points = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Money(TypedDict):
    """An amount of money."""

    amount_minor: Annotated[
        int, Field(strict=True, ge=-INTEGER_MAX, le=INTEGER_MAX, description="In minor units.")
    ]
    currency: Annotated[
        str, StringConstraints(strict=True, pattern="^[A-Z]{3}$"), Field(description="ISO 4217.")
    ]


def optional_time_ms(text: str | None) -> int | None:
    """Milliseconds of a time or date that may be missing.

    >>> optional_time_ms(None)
    """
    return None if text is None else parse_day_or_time_ms(text)


def checked_account_id(account_id: str) -> str:
    r"""Return the id, unless it holds NUL, which separates account and tag in state keys.

    Raises
    ------
    FieldError
        With reason ``bad_value``.

    Examples
    --------
    >>> checked_account_id("acme")
    'acme'
    """
    if "\0" in account_id:
        raise FieldError(
            RejectReason.BAD_VALUE, f"account_id: must not hold NUL, got {account_id[:80]!r}"
        )
    return account_id


def require(value: dict[str, Any], *fields: str) -> None:
    """Refuse a value of a kind that needs a field it does not have.

    Raises
    ------
    FieldError
        With reason ``missing_field``.

    Examples
    --------
    >>> require({"kind": "verdict", "verdict": "right"}, "verdict")
    """
    for field in fields:
        if value.get(field) is None:
            raise FieldError(
                RejectReason.MISSING_FIELD, f"{field}: required when kind is {value['kind']!r}"
            )
