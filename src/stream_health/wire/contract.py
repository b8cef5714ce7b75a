"""Reading a batch of values of one topic: validated together, rejected one by one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, Final, Generic, Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError

from stream_health.wire.rejected import FieldError, Rejected, RejectReason, explain, shorten
from stream_health.wire.times import BadTimeError

T = TypeVar("T")

VALUE_BYTES_MAX: Final = 256 * 1024
# Few enough to stay in the processor's cache, and a bad one slows down only so many.
CHUNK_VALUES: Final = 128
_OPENING_BRACE: Final = b"{"


class RawRecord(Protocol):
    """What is read of a Kafka record; aiokafka's ``ConsumerRecord`` is one."""

    @property
    def key(self) -> bytes | None:
        """Key as it came."""

    @property
    def value(self) -> bytes | None:
        """Value as it came; ``None`` is a tombstone."""

    @property
    def timestamp(self) -> int:
        """Record timestamp in milliseconds since the epoch."""

    @property
    def partition(self) -> int:
        """Partition number."""

    @property
    def offset(self) -> int:
        """Offset within the partition."""


@dataclass(frozen=True, slots=True)
class Contract(Generic[T]):
    """How the values of one topic are read.

    Attributes
    ----------
    model
        What a value must look like: a TypedDict, which pydantic validates quickest.
    build
        Makes the domain's record from a valid value. May raise `FieldError` or `BadTimeError`.
    from_tombstone
        Makes the domain's record from a null value; without it a tombstone is rejected.
    show_values
        False when rejections must not show what was in the record.
    value_bytes_max
        Longer values are rejected unread.

    Examples
    --------
    >>> from typing_extensions import TypedDict
    >>> class Click(TypedDict):
    ...     account_id: str
    ...     count: int
    >>> contract = Contract(Click, lambda click: click["count"])
    >>> contract.decode_values([b'{"account_id":"a","count":1}', b"oops"])[0]
    1
    """

    model: Any
    build: Callable[[Any], T]
    from_tombstone: Callable[[RawRecord], T] | None = None
    show_values: bool = True
    value_bytes_max: int = VALUE_BYTES_MAX
    one: "TypeAdapter[Any]" = field(init=False, repr=False, compare=False)
    many: "TypeAdapter[list[Any]]" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Build the validators once."""
        object.__setattr__(self, "one", TypeAdapter(self.model))
        object.__setattr__(self, "many", TypeAdapter(list[self.model]))  # type: ignore[name-defined]  # a model chosen at run time

    def decode_values(self, values: Sequence[bytes]) -> list[T | Rejected]:
        """Read values that are not null; same length and order."""
        decoded: list[T | Rejected] = []
        for start in range(0, len(values), CHUNK_VALUES):
            chunk = values[start : start + CHUNK_VALUES]
            joined = self._decode_joined(chunk)
            decoded += map(self.decode, chunk) if joined is None else joined
        return decoded

    def decode_record(self, record: RawRecord) -> T | Rejected:
        """Read one record, whose value may be null."""
        if record.value is not None:
            return self.decode(record.value)
        if self.from_tombstone is None:
            return Rejected(RejectReason.TOMBSTONE, "value: null, and the topic is not compacted")
        try:
            return self.from_tombstone(record)
        except FieldError as error:
            return error.rejected

    def decode(self, value: bytes) -> T | Rejected:
        """Read one value that is not null."""
        if len(value) > self.value_bytes_max:
            detail = f"value of {len(value)} bytes, at most {self.value_bytes_max} are taken"
            return Rejected(RejectReason.TOO_LARGE, detail)
        try:
            valid = self.one.validate_json(value)
        except ValidationError as error:
            return explain(error, show_values=self.show_values)
        try:
            return self.build(valid)
        except FieldError as error:
            return error.rejected
        except BadTimeError as error:
            field = next((name for name, text in valid.items() if text == error.text), "value")
            detail = f"{field}: {error}" if self.show_values else f"{field}: no time"
            return Rejected(RejectReason.BAD_VALUE, shorten(detail))

    def _decode_joined(self, values: Sequence[bytes]) -> list[T] | None:
        """All values as one JSON array, or ``None`` when they must be looked at one by one.

        No value can reach into its neighbours: when each starts with its only opening brace, the
        array needs all of them to have that many objects, in order, so the object numbered *i*
        starts where value *i* starts and ends before the next one does.
        """
        joined = b",".join(values)
        if (
            joined.count(_OPENING_BRACE) != len(values)
            or not all(map(bytes.startswith, values, repeat(_OPENING_BRACE)))
            or max(map(len, values), default=0) > self.value_bytes_max
        ):
            return None
        try:
            valid = self.many.validate_json(b"[" + joined + b"]")
            if len(valid) != len(values):
                return None
            build = self.build
            return [build(value) for value in valid]
        except ValueError:
            return None  # one is bad: reading one by one finds which and says why
