"""A small made-up directory of the same shape, for tests: same tables, columns and types.

Holds the oddities of the real one: equal click lines, withdrawals before the start and after the
end, registrations that are missing or late, banked and late submissions, exams nobody's result is
recorded of, clicks after a withdrawal.
"""

import random
from pathlib import Path
from typing import Any, Final, NamedTuple

import polars as pl

_COURSES: Final = (
    ("AAA", "2013J", 268), ("BBB", "2013B", 240), ("BBB", "2013J", 268), ("DDD", "2013J", 261),
)  # fmt: skip
_DUE_DAYS: Final = (19, 54, 117, 166, 215)
_KINDS: Final = ("forumng", "homepage", "oucontent", "quiz", "resource", "subpage")
_PAGES_TOTAL: Final = 12
_LAST_CLICK_DAY: Final = 235
_HORIZON_DAYS: Final = 28

_TEXT, _SMALL, _INT = pl.String, pl.Int16, pl.Int32
_PRESENTATION: Final = {"code_module": _TEXT, "code_presentation": _TEXT}
_ENROLMENT: Final = {**_PRESENTATION, "id_student": _INT}
_SCHEMAS: Final[dict[str, dict[str, Any]]] = {
    "courses": {**_PRESENTATION, "module_presentation_length": _INT},
    "studentRegistration": {**_ENROLMENT, "date_registration": _INT, "date_unregistration": _INT},
    "studentVle": {**_ENROLMENT, "date": _SMALL, "id_site": _INT, "sum_click": _SMALL},
    "vle": {
        "id_site": _INT, **_PRESENTATION, "activity_type": _TEXT, "week_from": _INT,
        "week_to": _INT,
    },
    "assessments": {
        **_PRESENTATION, "id_assessment": _INT, "assessment_type": _TEXT, "date": _INT,
        "weight": pl.Float64,
    },
    "studentAssessment": {
        "id_assessment": _INT, "id_student": _INT, "date_submitted": _INT, "is_banked": _INT,
        "score": pl.Float64,
    },
    "snapshots": {
        "t": _SMALL, "y": pl.Int8, "id_student": _INT, **_PRESENTATION, "fold": pl.Int8,
        "baseline_score": pl.Float32,
    },
}  # fmt: skip

Row = tuple[Any, ...]
Rows = dict[str, list[Row]]


class _Enrolment(NamedTuple):
    key: tuple[str, str, int]
    course_number: int
    registered: int | None
    left: int | None


def write_sample(directory: Path, *, accounts_total: int = 60, seed: int = 1) -> None:
    """Write the tables; the same arguments give the same tables."""
    rng = random.Random(seed)
    rows: Rows = {name: [] for name in _SCHEMAS}
    rows["courses"] = list(_COURSES)
    for number, course in enumerate(_COURSES):
        _add_course(rows, number, course)
    for number in range(accounts_total):
        _add_account(rows, rng, number, number % len(_COURSES))
    directory.mkdir(parents=True, exist_ok=True)
    for name, schema in _SCHEMAS.items():
        pl.DataFrame(rows[name], schema=schema, orient="row").write_parquet(
            directory / f"{name}.parquet"
        )


def _add_course(rows: Rows, number: int, course: tuple[str, str, int]) -> None:
    module, presentation, length = course
    for page in range(_PAGES_TOTAL):
        kind = _KINDS[page % len(_KINDS)]
        rows["vle"].append((_site(number, page), module, presentation, kind, None, None))
    for turn, due in enumerate((*_DUE_DAYS, length, None)):
        kind = "TMA" if turn < len(_DUE_DAYS) else "Exam"
        weight = 100.0 if kind == "Exam" else 20.0
        assessment = _assessment(number, turn)
        rows["assessments"].append((module, presentation, assessment, kind, due, weight))


def _add_account(rows: Rows, rng: random.Random, number: int, course_number: int) -> None:
    module, presentation, length = _COURSES[course_number]
    # A student may be enrolled twice: every fifth takes the number of the one before.
    student = 10_000 + (number - 1 if number % 5 == 4 else number)
    registered = None if number % 29 == 17 else rng.randint(-150, 30 if number % 7 == 0 else -5)
    left = _withdrawal(rng, registered, length)
    one = _Enrolment((module, presentation, student), course_number, registered, left)
    rows["studentRegistration"].append((*one.key, registered, left))
    _add_clicks(rows["studentVle"], rng, one)
    _add_submissions(rows["studentAssessment"], rng, one, banks=number % 13 == 5)
    _add_snapshots(rows["snapshots"], rng, one)


def _withdrawal(rng: random.Random, registered: int | None, length: int) -> int | None:
    draw = rng.random()
    if draw < 0.05:
        return length + rng.randint(1, 90)
    if draw < 0.15 and registered is not None:
        return registered + rng.randint(0, 4)
    return rng.randint(5, length - 10) if draw < 0.4 else None


def _add_clicks(clicks: list[Row], rng: random.Random, one: _Enrolment) -> None:
    last = _LAST_CLICK_DAY
    if one.left is not None:
        last = min(one.left + 2, last)  # some go on for a day or two
    for day in sorted(rng.sample(range(-10, _LAST_CLICK_DAY + 1), 40)):
        if day <= last:
            for _ in range(rng.randint(1, 4)):
                site = _site(one.course_number, rng.randrange(_PAGES_TOTAL))
                line = (*one.key, day, site, rng.randint(1, 20))
                clicks += [line] * (1 + (rng.random() < 0.1))


def _add_submissions(
    submissions: list[Row], rng: random.Random, one: _Enrolment, *, banks: bool
) -> None:
    for turn, due in enumerate(_DUE_DAYS):
        if (one.left is None or one.left > due) and rng.random() < 0.85:
            banked = banks and turn == 0
            day = -1 if banked else due + rng.choice((-25, -6, -2, -1, 0, 0, 1, 6))
            assessment = _assessment(one.course_number, turn)
            score = float(rng.randint(0, 100))
            submissions.append((assessment, one.key[2], day, int(banked), score))


def _add_snapshots(snapshots: list[Row], rng: random.Random, one: _Enrolment) -> None:
    module, presentation, student = one.key
    if one.registered is None:
        return
    for day in range(7, 211, 7):
        if one.registered < day and (one.left is None or one.left >= day):
            churns = int(one.left is not None and one.left < day + _HORIZON_DAYS)
            mark = min(max(rng.gauss(0.02 + 0.1 * churns, 0.05), 0.0), 1.0)
            snapshots.append((day, churns, student, module, presentation, student % 5, mark))


def _site(course_number: int, page: int) -> int:
    return 500_000 + 100 * course_number + page


def _assessment(course_number: int, turn: int) -> int:
    return 1_000 + 100 * course_number + turn
