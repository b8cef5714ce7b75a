"""``stream-health model``: the commands that change what is served, and the one that learns again.

They write orders into the clock topic; no command writes a score or an alert.
"""

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stream_health.cli import refuse
from stream_health.cli.model import Bootstrap, From, model, versions_of
from stream_health.cli.options import Config, Prefix

if TYPE_CHECKING:
    from stream_health.domain.policy import Policy
    from stream_health.learning.gate.verdict import Verdict
    from stream_health.local.model_control import InForce, Installation
    from stream_health.wire.internal.models import ModelVersion

Version = Annotated[str, typer.Argument(help="Name of the version, as `model list` shows it.")]
Broker = Annotated[str, typer.Option(help="Broker addresses, host:port,...")]
Because = Annotated[str | None, typer.Option(help="Why; kept with the order.")]


def register(app: typer.Typer) -> None:
    """Add the commands to `model`, which its own module adds to the program."""
    del app
    for command in (promote, rollback, follow, trial, rebuild):
        model.command()(command)


def promote(
    version: Version,
    *,
    bootstrap: Broker,
    prefix: Prefix = None,
    config: Config = None,
    because: Because = None,
    force: Annotated[bool, typer.Option(help="Promote whatever the gate says.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Print the verdict and stop.")] = False,
) -> None:
    """Serve a version, if it passes the gate on matured examples it has not learned.

    It stays until `rollback` or `follow`: what the learner cuts afterwards is not served.
    """
    place, policy, versions, now = _on_broker(bootstrap, prefix, config)
    _known(version, versions)
    if version == now.champion:
        refuse(f"{version} is in force already")
    verdict = _verdict(place, policy, versions, champion=now.champion, candidate=version)
    typer.echo("\n".join(verdict.lines()))
    if dry_run:
        return
    if not verdict.passed and not force:
        refuse("not promoted; --force --because '...' promotes it all the same")
    if not verdict.passed and not because:
        refuse("a promotion against the gate needs a reason: --because '...'")
    _ask(place, version, by="promote", because=because, now=now)


def rollback(
    *,
    bootstrap: Broker,
    to: Annotated[
        str | None, typer.Option(help="A version; the one before the champion by default.")
    ] = None,
    prefix: Prefix = None,
    config: Config = None,
    because: Because = None,
) -> None:
    """Serve the version that was in force before, at once and without a gate."""
    from stream_health.local.model_versions import ModelsError  # noqa: PLC0415  # Kafka's client takes a second to import

    place, _, versions, now = _on_broker(bootstrap, prefix, config)
    try:
        version = to or now.before()
    except ModelsError as error:
        refuse(str(error))
    _known(version, versions)
    _ask(place, version, by="rollback", because=because, now=now)


def follow(
    *, bootstrap: Broker, prefix: Prefix = None, config: Config = None, because: Because = None
) -> None:
    """Serve the newest version, and from now on every one the learner cuts.

    Versions that the learner's own gate keeps back are left out.
    """
    from stream_health.local.model_versions import kept_back_by  # noqa: PLC0415  # as above

    place, _, versions, now = _on_broker(bootstrap, prefix, config)
    fit = [one.version for one in versions if not kept_back_by(one)]
    newest = fit[-1] if fit else "prior"
    _ask(place, newest, by="follow", because=because, now=now)


def trial(
    version: Version,
    *,
    bootstrap: Broker,
    share: Annotated[
        float, typer.Option(min=0, max=1, help="Of the accounts, by a hash; 0 ends a trial.")
    ] = 0.5,
    days: Annotated[int, typer.Option(min=1, max=365, help="How long it lasts.")] = 30,
    prefix: Prefix = None,
    config: Config = None,
) -> None:
    """Serve a scorecard to a share of the accounts for a while: an A/B test beside the champion.

    An account stays in its arm; `arm` in scores and alerts says which. No alert fires for it.
    """
    from stream_health.local.model_control import ask_for, trial_of  # noqa: PLC0415  # as above

    place, _, versions, now = _on_broker(bootstrap, prefix, config)
    _known(version, versions)
    order = trial_of(version, share, days=days, now=now, wall_ms=_wall_ms())
    asked = _awaited(ask_for(place, order, now=now, wall_ms=_wall_ms()))
    typer.echo(
        f"{version} serves {share:.0%} of the accounts of {asked} partitions for {days} days "
        f"from the next hour but one on"
    )


def rebuild(
    *,
    file: From = None,
    bootstrap: Bootstrap = None,
    prefix: Prefix = None,
    config: Config = None,
    models: Annotated[
        Path | None, typer.Option(help="models.jsonl to compare with; on a broker its topic.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the versions here, as lines.")] = None,
) -> None:
    """Learn every version again from the training examples, and compare them byte by byte.

    Also the quarterly refresh: with a changed configuration it says what would have been learned.
    Features that alone tell who left are named: they may have seen the outcome.
    """
    from stream_health.local.model_rebuild import (  # noqa: PLC0415  # as above
        compare,
        suspected,
        with_closed_days,
    )
    from stream_health.local.model_rebuild import rebuild as learn_again  # noqa: PLC0415
    from stream_health.wire.internal.models import encode_model  # noqa: PLC0415

    records = examples_of(file, bootstrap, prefix=prefix, config=config)
    policy, recorded = versions_of(models, bootstrap, prefix=prefix, config=config)
    records, partitions = with_closed_days(records)
    found = compare(learn_again(records, policy, partitions=partitions), recorded)
    if out is not None:
        lines = [encode_model(one).value or b"" for one in found.versions]
        out.write_bytes(b"".join(line + b"\n" for line in lines))
    typer.echo(f"{len(found.versions)} versions learned from {len(records):,} records")
    if recorded:
        typer.echo(f"{len(found.same)} of {len(recorded)} recorded versions are the same bytes")
    for word, names in (("differs", found.differing), ("is not among them", found.missing)):
        for name in names:
            typer.echo(f"  {name} {word}")
    for suspect in suspected(records):
        typer.echo(f"suspect: {suspect}")
    if found.differing or found.missing:
        raise typer.Exit(1)


def examples_of(
    file: Path | None, bootstrap: str | None, *, prefix: str | None, config: Path | None
) -> list[Any]:
    """Training examples of a file or a broker; ends the command on any mistake."""
    from stream_health.local.model_rebuild import records_in  # noqa: PLC0415  # as above
    from stream_health.local.model_versions import ModelsError  # noqa: PLC0415

    if (file is None) == (bootstrap is None):
        refuse("where are the examples? give --from training-examples.jsonl or --bootstrap")
    try:
        return records_in(file) if file else _examples(_place(bootstrap or "", prefix, config))
    except ModelsError as error:
        refuse(str(error))


def _place(bootstrap: str, prefix: str | None, config: Path | None) -> "Installation":
    from stream_health.app.settings import load  # noqa: PLC0415  # as above
    from stream_health.local.model_control import Installation  # noqa: PLC0415

    loaded = load({"kafka.bootstrap": bootstrap, "topics.prefix": prefix}, config=config)
    return Installation(
        bootstrap=bootstrap,
        prefix=loaded.settings.topics.prefix,
        security=loaded.settings.kafka.client_kwargs(),
    )


def _on_broker(
    bootstrap: str, prefix: str | None, config: Path | None
) -> "tuple[Installation, Policy, list[ModelVersion], InForce]":
    from stream_health.local.model_control import in_force  # noqa: PLC0415  # as above

    policy, versions = versions_of(None, bootstrap, prefix=prefix, config=config)
    place = _place(bootstrap, prefix, config)
    return place, policy, versions, _awaited(in_force(place))


def _known(version: str, versions: "list[ModelVersion]") -> None:
    from stream_health.local.model_control import known  # noqa: PLC0415  # as above
    from stream_health.local.model_versions import ModelsError  # noqa: PLC0415

    try:
        known(version, [one.version for one in versions])
    except ModelsError as error:
        refuse(str(error))


def _verdict(
    place: "Installation",
    policy: "Policy",
    versions: "list[ModelVersion]",
    *,
    champion: str,
    candidate: str,
) -> "Verdict":
    from stream_health.domain.effects import TrainingExample  # noqa: PLC0415  # as above
    from stream_health.learning.gate.evidence import evidence_of  # noqa: PLC0415
    from stream_health.learning.gate.verdict import judge  # noqa: PLC0415
    from stream_health.local.model_versions import scorecard_of  # noqa: PLC0415

    examples = [one for one in _examples(place) if isinstance(one, TrainingExample)]
    return judge(
        evidence_of(
            examples,
            champion=scorecard_of(versions, champion, policy),
            candidate=scorecard_of(versions, candidate, policy),
            policy=policy,
        )
    )


def _examples(place: "Installation") -> list[Any]:
    from stream_health.local.model_rebuild import records_on  # noqa: PLC0415  # as above
    from stream_health.local.model_versions import ModelsError  # noqa: PLC0415

    reading = records_on(place.bootstrap, prefix=place.prefix, security=place.security)
    try:
        return list(_awaited(reading))
    except ModelsError as error:
        refuse(str(error))


def _ask(
    place: "Installation", version: str, *, by: str, because: str | None, now: "InForce"
) -> None:
    from stream_health.domain.engine.control import ActivateModel  # noqa: PLC0415
    from stream_health.local.model_control import ask_for  # noqa: PLC0415  # as above

    order = ActivateModel(0, version, by=by, because=because)
    asked = _awaited(ask_for(place, order, now=now, wall_ms=_wall_ms()))
    typer.echo(
        f"{version} takes effect in {asked} partitions at the next full minute of their time "
        f"(was {now.champion})"
    )


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000


def _awaited(work: Any) -> Any:
    """Run what talks to the broker; ends the command where nobody answers."""
    from aiokafka.errors import KafkaError  # noqa: PLC0415  # as above

    from stream_health.runtime.errors import NoBrokerError  # noqa: PLC0415

    try:
        return asyncio.run(work)
    except (KafkaError, LookupError, NoBrokerError) as error:
        refuse(str(error))
