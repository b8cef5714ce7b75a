"""The catalogue of topics keeps its promises."""

import pytest

from stream_health.wire.catalogue import CATALOGUE
from stream_health.wire.decode import ACCOUNT_CONTRACTS
from stream_health.wire.names import TopicName
from stream_health.wire.topic import Cleanup, Direction, Topic


def test_every_name_has_its_topic_and_every_topic_its_name() -> None:
    assert set(CATALOGUE) == set(TopicName)


def test_everything_keyed_by_account_is_partitioned_alike() -> None:
    shared = {name for name, topic in CATALOGUE.items() if topic.partitions(7) == 7}
    others = {"message-events", "score-changes", "alerts", "dead-letters", "clock", "account-state"}
    assert shared >= set(ACCOUNT_CONTRACTS) | others
    assert {topic.partitions(7) for topic in CATALOGUE.values()} == {1, 7}


def test_data_about_people_is_kept_for_a_finite_time_or_can_be_erased_by_key() -> None:
    for topic in CATALOGUE.values():
        kept_forever = topic.config()["cleanup.policy"] == "delete" and (
            topic.config()["retention.ms"] == "-1"
        )
        assert not (topic.personal and kept_forever), topic.name


def test_dead_letters_and_text_are_gone_after_a_week() -> None:
    for name in (TopicName.DEAD_LETTERS, TopicName.MESSAGE_EVENTS):
        assert CATALOGUE[name].config()["retention.ms"] == str(7 * 24 * 3_600_000)


def test_history_is_kept_when_asked() -> None:
    config = CATALOGUE[TopicName.USAGE_EVENTS].config(keep_history=True)
    assert config["retention.ms"] == "-1"
    assert "retention.ms" not in CATALOGUE[TopicName.MODELS].config(keep_history=True)


def test_of_a_compacted_input_replaced_records_are_kept_too_when_asked_and_of_state_never() -> None:
    lag = "min.compaction.lag.ms"
    compacted = [topic for topic in CATALOGUE.values() if topic.cleanup is Cleanup.COMPACT]
    kept = {topic.name for topic in compacted if lag in topic.config(keep_history=True)}
    assert kept == {TopicName.ACCOUNT_PROFILES}
    assert not [topic.name for topic in compacted if lag in topic.config()]


def test_a_topic_without_retention_must_be_compacted() -> None:
    with pytest.raises(ValueError, match="retention_days None"):
        Topic(name=TopicName.ALERTS, meaning="", direction=Direction.OUTPUT, key="")
    with pytest.raises(ValueError, match="compact"):
        Topic(name=TopicName.ALERTS, meaning="", direction=Direction.OUTPUT, key="",
              cleanup=Cleanup.COMPACT, retention_days=3)  # fmt: skip
