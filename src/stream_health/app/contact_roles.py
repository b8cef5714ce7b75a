"""Who the contacts of an account are: for messages that do not say their sender's role."""

from collections.abc import Mapping

from stream_health.domain.events import ProfileUpdate
from stream_health.language.message import Message
from stream_health.wire.snapshot import pack, unpack


class ContactRoles:
    """Roles by contact and account, restored from state; `changes` are what is not yet durable.

    Examples
    --------
    >>> from stream_health.domain.events import Contact
    >>> roles = ContactRoles({})
    >>> roles.update(ProfileUpdate("acme", "p1", 5, contacts=(Contact("c-1", "champion"),)))
    >>> message = Message("acme", "m1", 6, "inbound", "email", "Hello", contact="c-1")
    >>> roles.known(message).role, list(roles.changes())
    ('champion', [b'acme'])
    """

    def __init__(self, state: Mapping[bytes, bytes]) -> None:
        self._state = state
        self._changed: dict[bytes, tuple[int, dict[str, str]] | None] = {}

    def update(self, profile: ProfileUpdate) -> None:
        """Take what the CRM says now; what it said before replaces nothing newer."""
        key = profile.account_id.encode()
        known = self._of(key)
        if known is not None and known[0] > profile.event_time_ms:
            return
        roles = {contact.contact_id: contact.role for contact in profile.contacts}
        self._changed[key] = None if profile.deleted else (profile.event_time_ms, roles)

    def known(self, message: Message) -> Message:
        """Give the message with the role of its sender, where the profile knows it."""
        if message.role is not None or message.contact is None:
            return message
        known = self._of(message.account_id.encode())
        return message if known is None else message._replace(role=known[1].get(message.contact))

    def changes(self) -> dict[bytes, bytes | None]:
        """Records that were replaced since the last call; None where one goes."""
        changed, self._changed = self._changed, {}
        return {
            key: None if one is None else pack((one[0], tuple(one[1].items())))
            for key, one in changed.items()
        }

    def _of(self, key: bytes) -> tuple[int, dict[str, str]] | None:
        if key in self._changed:
            return self._changed[key]
        packed = self._state.get(key)
        if packed is None:
            return None
        time_ms, roles = unpack(packed)
        return time_ms, dict(roles)
