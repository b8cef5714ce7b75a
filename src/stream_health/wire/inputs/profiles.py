"""``account-profiles`` (compacted): the account as the CRM knows it now."""

from typing import Annotated, Final, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.domain.events import Contact, ProfileUpdate
from stream_health.wire.contract import Contract, RawRecord
from stream_health.wire.event_id import derived_event_id
from stream_health.wire.fields import (
    Count,
    DayOrTime,
    Identifier,
    Money,
    Name,
    Time,
    checked_account_id,
    optional_time_ms,
)
from stream_health.wire.names import TopicName
from stream_health.wire.rejected import FieldError, RejectReason
from stream_health.wire.times import parse_time_ms

_CONTACTS_MAX: Final = 500
_SEGMENT_FIELDS_MAX: Final = 32


class ContactValue(TypedDict):
    """A person at the customer."""

    contact_id: Identifier
    name: NotRequired[Annotated[str | None, Field(description="Not kept.")]]
    role: Annotated[
        Name, Field(description="champion, executive_sponsor, admin, billing, user, ...")
    ]


class ProfileValue(TypedDict):
    """The account as the CRM knows it now: replaces what was said before."""

    event_id: NotRequired[
        Annotated[Identifier | None, Field(description="Derived from the rest when missing.")]
    ]
    account_id: Identifier
    updated_at: Time
    segment: NotRequired[
        Annotated[
            Annotated[dict[Name, Name], Field(max_length=_SEGMENT_FIELDS_MAX)] | None,
            Field(description="Fields to tell segments apart: industry, region, size, ..."),
        ]
    ]
    tier: NotRequired[Literal["digital", "standard", "high", "strategic"] | None]
    arr: NotRequired[Annotated[Money | None, Field(description="Annual recurring revenue.")]]
    plan: NotRequired[Name | None]
    seats: NotRequired[Count | None]
    started_at: NotRequired[DayOrTime | None]
    renewal_at: NotRequired[DayOrTime | None]
    csm: NotRequired[Annotated[Name | None, Field(description="Who looks after the account.")]]
    manager: NotRequired[Annotated[Name | None, Field(description="The CSM's manager.")]]
    contacts: NotRequired[Annotated[list[ContactValue], Field(max_length=_CONTACTS_MAX)] | None]


def build_profile(value: ProfileValue) -> ProfileUpdate:
    """Make the event of a valid value."""
    account_id = checked_account_id(value["account_id"])
    updated_ms = parse_time_ms(value["updated_at"])
    arr = value.get("arr")
    return ProfileUpdate(
        account_id,
        value.get("event_id")
        or derived_event_id(TopicName.ACCOUNT_PROFILES, account_id, updated_ms),
        updated_ms,
        segment=tuple(sorted((value.get("segment") or {}).items())),
        tier=value.get("tier"),
        arr_minor=arr["amount_minor"] if arr else None,
        currency=arr["currency"] if arr else None,
        plan=value.get("plan"),
        seats=value.get("seats"),
        started_at_ms=optional_time_ms(value.get("started_at")),
        renewal_at_ms=optional_time_ms(value.get("renewal_at")),
        csm=value.get("csm"),
        manager=value.get("manager"),
        contacts=tuple(
            Contact(contact["contact_id"], contact["role"])
            for contact in value.get("contacts") or ()
        ),
    )


def profile_tombstone(record: RawRecord) -> ProfileUpdate:
    """Make the event that says the CRM no longer knows the account, as of the record's time.

    Raises
    ------
    FieldError
        When the key is no account id.
    """
    try:
        account_id = checked_account_id((record.key or b"").decode())
    except UnicodeDecodeError:
        account_id = ""
    if not account_id:
        detail = f"key: must be the account id in UTF-8, got {(record.key or b'')[:40]!r}"
        raise FieldError(RejectReason.KEY_MISMATCH, detail)
    event_id = derived_event_id(TopicName.ACCOUNT_PROFILES, account_id, record.timestamp, "deleted")
    return ProfileUpdate(account_id, event_id, record.timestamp, deleted=True)


PROFILES = Contract(ProfileValue, build_profile, from_tombstone=profile_tombstone)
