"""Who an account is: size, tier, people, and its habits. Drawn once and kept."""

import random
from typing import Final, NamedTuple

from stream_health.domain.clocking import DAY_MS

INDUSTRIES: Final = ("banking", "health", "logistics", "manufacturing", "retail", "software")
FEATURES: Final = (
    "dashboards", "reports", "tasks", "search", "comments", "alerts",
    "planning", "budgets", "automation", "exports", "api", "audit",
)  # fmt: skip
ACCOUNTS_PER_CSM: Final = 80
CSMS_PER_MANAGER: Final = 6
USERS_MAX: Final = 60  # of large accounts these are the ones who matter

_SMALL: Final = 5
_REGIONS: Final = {"emea": 1, "amer": -5, "apac": 8}  # hours from UTC
_TIERS: Final = ("strategic", "high", "standard", "digital")
_TIER_SHARES: Final = (0.05, 0.15, 0.45, 0.35)
_SEATS: Final = {"strategic": 90, "high": 45, "standard": 18, "digital": 6}
_PRICE_MINOR: Final = 96_000  # a seat a year


class Market(NamedTuple):
    """Who is in the book.

    ``tier_shares`` are those of strategic, high, standard and digital accounts; ``people_max`` is
    the most who use the product in one account: fewer people make less to read, and more noise.
    """

    tier_shares: tuple[float, float, float, float] = _TIER_SHARES
    people_max: int = USERS_MAX


class User(NamedTuple):
    """A person who uses the product.

    ``loyalty`` (0 to 1) is who stays longest when an account turns away: the lowest goes first.
    """

    user_id: str
    presence: float  # chance to be there on a working day
    events_mean: float  # on a day there
    start_hour: float  # local time
    loyalty: float
    joins_day: int


class Company(NamedTuple):
    """An account and its habits. Days count from the start of the simulation."""

    account_id: str
    tier: str
    industry: str
    region: str
    size: str
    utc_offset_hours: int
    seats: int
    arr_minor: int
    started_days_before: int
    renewal_day: int
    invoice_day: int  # of every 30 days
    pays_after_days: float
    contacted_every_days: int  # 0: never, the account is served digitally
    support_rate: float  # tickets a day
    satisfaction: float  # answers to NPS, before anything happens
    csm: str
    manager: str
    users: tuple[User, ...]
    features: tuple[str, ...]  # most used first

    @property
    def high_value(self) -> bool:
        """Whether it is scored in real time."""
        return self.tier in ("strategic", "high")

    @property
    def champion(self) -> str:
        """Contact who carries the product."""
        return f"{self.account_id}-champion"

    @property
    def mainstay(self) -> str | None:
        """In a small account, the user without whom it would be silent; takes no holidays."""
        return self.users[0].user_id if len(self.users) < _SMALL else None

    @property
    def admin(self) -> str:
        """Contact who runs it; uses the product under this id, as the champion does."""
        return f"{self.account_id}-admin"

    @property
    def sponsor(self) -> str:
        """Contact who pays for it."""
        return f"{self.account_id}-sponsor"


def draw_company(rng: random.Random, index: int, days: int, market: Market) -> Company:
    """Draw the account of this index; activity and size are skewed as in real books."""
    account_id = f"acct-{index:05d}"
    tier = rng.choices(_TIERS, market.tier_shares)[0]
    seats = max(3, round(_SEATS[tier] * rng.lognormvariate(0.0, 0.5)))
    region = rng.choice(tuple(_REGIONS))
    there = min(market.people_max, max(2, round(seats * rng.uniform(0.5, 0.85))))
    users = _draw_users(rng, account_id, there, days)
    breadth = rng.randrange(5, len(FEATURES) + 1)
    csm = index // ACCOUNTS_PER_CSM
    return Company(
        account_id=account_id,
        tier=tier,
        industry=rng.choice(INDUSTRIES),
        region=region,
        size="large" if seats >= 50 else "medium" if seats >= 15 else "small",
        utc_offset_hours=_REGIONS[region],
        seats=seats,
        arr_minor=100 * round(seats * _PRICE_MINOR * rng.uniform(0.8, 1.2) / 100),
        started_days_before=rng.randrange(120, 1_500),
        renewal_day=rng.randrange(20, 365),
        invoice_day=rng.randrange(30),
        pays_after_days=rng.uniform(3.0, 13.0),
        contacted_every_days={"strategic": 14, "high": 30, "standard": 75, "digital": 0}[tier],
        support_rate=0.012 * len(users) ** 0.5 * rng.lognormvariate(0.0, 0.4),
        satisfaction=rng.gauss(8.0, 0.8),
        csm=f"csm-{csm}@vendor.example",
        manager=f"manager-{csm // CSMS_PER_MANAGER}@vendor.example",
        users=users,
        features=tuple(rng.sample(FEATURES, breadth)),
    )


def _draw_users(rng: random.Random, account_id: str, there: int, days: int) -> tuple[User, ...]:
    busy = rng.lognormvariate(0.6, 0.5)  # how much this account does
    users = [
        User(
            user_id=f"{account_id}-user-{number:02d}",
            presence=rng.betavariate(2.0, 1.5),
            events_mean=min(25.0, busy * rng.lognormvariate(0.0, 0.6)),
            start_hour=rng.gauss(8.8, 0.8),
            loyalty=rng.random(),
            joins_day=0 if rng.random() < 0.92 else rng.randrange(days),
        )
        for number in range(there)
    ]
    # One is always there, so that ordinary accounts are never silent for weeks.
    users[0] = users[0]._replace(presence=0.93, loyalty=0.999, joins_day=0)
    return tuple(users)


def started_ms(company: Company, start_ms: int) -> int:
    """When the account became a customer."""
    return start_ms - company.started_days_before * DAY_MS
