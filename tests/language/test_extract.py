"""What is read from messages, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.processes import said_with

from stream_health.language.extract import Extractor
from stream_health.language.message import Message
from stream_health.language.reading import EVIDENCE_LENGTH_MAX, KINDS
from stream_health.language.settings import LanguageSettings
from stream_health.language.verdicts import VerdictLearner

EXTRACTOR = Extractor(LanguageSettings(competitors=("Orbitly", "Desk-Pilot")))


def message(
    text: str,
    *,
    direction: str = "inbound",
    channel: str = "email",
    subject: str | None = None,
) -> Message:
    return Message("acme", "m1", 0, direction, channel, text, subject, "ann", "champion")


def kinds(
    text: str,
    *,
    direction: str = "inbound",
    channel: str = "email",
    subject: str | None = None,
) -> set[str]:
    one = message(text, direction=direction, channel=channel, subject=subject)
    return {found.kind for found in EXTRACTOR.read(one).signals}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("champion_leaving", "Friday is my last day at Acme."),
        ("champion_leaving", "Just so you know, I've handed in my notice."),
        ("champion_leaving", "Our head of marketing has left the company."),
        ("champion_leaving", "Please meet Lena, who will take over from Mark as director."),
        ("champion_leaving", "im leaving the company end of march"),
        ("cancellation_intent", "Please close my account."),
        ("cancellation_intent", "How do I cancel our subscription?"),
        ("cancellation_intent", "We have decided not to renew the contract."),
        ("cancellation_intent", "pls cancle our subscripton"),
        ("competitor_named", "We had a demo of Orbitly and it looks cheaper."),
        ("competitor_named", "desk pilot quoted us half the price"),
        ("competitor_named", "We are evaluating other vendors at the moment."),
        ("renewal_hedging", "Not sure yet whether we will renew."),
        ("renewal_hedging", "Could we go month to month instead of a full year while we decide?"),
        ("budget_pressure", "Our budget was cut by a third."),
        ("frustration", "This is unacceptable, the third time this week."),
        ("urgency", "Production is down, we need this fixed now!"),
        ("escalation", "I want to speak to your manager."),
        ("praise", "Your support team is amazing, thank you so much!"),
        ("advocacy", "Happy to be a reference for you."),
    ],
)
def test_a_kind_is_found(kind: str, text: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("champion_leaving", "I am out of office until Friday."),
        ("champion_leaving", "We are leaving the old tool for yours."),
        ("champion_leaving", "My colleague is leaving for the day."),
        ("champion_leaving", "Thursday is my last day before my vacation."),
        ("champion_leaving", "He left the company years ago."),
        ("champion_leaving", "When an employee leaves the company, how do I remove the licence?"),
        ("champion_leaving", "I heard your account manager is leaving."),
        ("cancellation_intent", "How do I cancel a transfer?"),
        ("cancellation_intent", "Please cancel the meeting on Thursday."),
        ("cancellation_intent", "We do not want to cancel our subscription."),
        ("cancellation_intent", "We cancelled our contract with Orbitly and moved to you."),
        ("competitor_named", "Orbitly is one of our biggest customers."),
        ("competitor_named", "We moved from Orbitly to you last year."),
        ("renewal_hedging", "Happy to renew, please send the order form."),
        ("renewal_hedging", "The SSL certificate may not be renewed in time."),
        ("budget_pressure", "The budget has been approved."),
        ("frustration", "I am not frustrated at all."),
        ("urgency", "No rush, this is not urgent."),
        ("escalation", "No need to escalate this."),
        ("praise", "It would be great if you could add an export."),
        ("advocacy", "I can not recommend this to anyone."),
    ],
)
def test_what_only_looks_like_it_is_not(kind: str, text: str) -> None:
    assert kind not in kinds(text)


def test_what_our_own_people_write_is_not_the_customers_intent() -> None:
    assert kinds("We want to cancel the contract.", direction="outbound") == set()
    assert kinds("We want to cancel the contract.", direction="internal") == set()


def test_quotes_and_signatures_are_not_read() -> None:
    text = "All fine here.\n\nBest,\nAnn\n\nOn Mon, Tom wrote:\n> We will cancel the contract.\n"
    assert kinds(text) == set()


def test_other_languages_are_named_and_not_guessed_at() -> None:
    text = "Wir möchten den Vertrag kündigen, weil unser Budget gekürzt wurde."
    reading = EXTRACTOR.read(message(text))
    assert reading.seen.language == "de"
    assert (reading.signals, reading.sentiment) == ((), None)


def test_a_transcript_is_read_by_speaker() -> None:
    ours = "CSM: Should we cancel the contract?\nAnn: No, all good with us today, thank you.\n"
    theirs = "CSM: How are things?\nAnn: We have decided to cancel the contract.\n"
    assert "cancellation_intent" not in kinds(ours, channel="call_transcript")
    assert "cancellation_intent" in kinds(theirs, channel="call_transcript")


def test_an_automatic_reply_tells_the_departed_from_the_absent() -> None:
    gone = "Thank you for your message. I no longer work at Acme."
    away = "Thank you for your message. I am on vacation until Friday, urgent matters to Tom."
    assert "departed_autoreply" in kinds(gone, subject="Automatic reply: Hello")
    assert kinds(away, subject="Automatic reply: Hello") == set()


def test_a_signal_carries_contact_role_and_evidence_unless_switched_off() -> None:
    text = "Hello. Friday is my last day at Acme. See you."
    (signal,) = EXTRACTOR.read(message(text)).signals
    assert (signal.contact, signal.role) == ("ann", "champion")
    assert signal.evidence == "Friday is my last day at Acme."
    silent = Extractor(LanguageSettings(evidence=False))
    assert [one.evidence for one in silent.read(message(text)).signals] == [None]


def test_sentiment_puts_anger_below_calm_below_joy() -> None:
    texts = ("Your product is terrible, I am furious!", "Please see the file.", "I love it, great!")
    moods = [EXTRACTOR.read(message(text)).sentiment or 0.0 for text in texts]
    assert moods == sorted(set(moods))


def test_the_version_changes_with_the_settings() -> None:
    assert Extractor().version == Extractor().version
    assert Extractor().version != EXTRACTOR.version


_SAY = """
from stream_health.language.extract import Extractor
from stream_health.language.message import Message
text = "We are thinking hard about whether to go on; our budget was cut and Maria may leave us."
extractor = Extractor()
reading = extractor.read(Message("acme", "m1", 0, "inbound", "email", text))
print(extractor.version, extractor._search(text, [(one, True) for one in split(text)], frozenset()))
""".replace("text =", "from stream_health.language.sentences import split\ntext =")


@pytest.mark.slow
def test_every_process_reads_the_same_to_the_last_digit() -> None:
    said = said_with(_SAY, "PYTHONHASHSEED", ("1", "2"))
    assert len(said) == 1
    assert "text/" in said.pop()


def test_verdicts_silence_a_rule_that_is_wrong() -> None:
    verdicts = VerdictLearner()
    extractor = Extractor(verdicts=verdicts)
    said = message("Our budget was cut by a third.")
    for _ in range(40):
        for one in extractor.read(said).signals:
            verdicts.learn(one.kind, one.features, confidence=one.confidence, right=False)
    assert extractor.read(said).signals == ()
    again = Extractor(verdicts=VerdictLearner(verdicts.snapshot()))
    assert again.read(said) == extractor.read(said)


_TEXT = (
    "we i cancel leaving contract not renew the my Maria , . ? ! \n > budget Orbitly On wrote: "
    "account last day -- From: Best regards Customer: CSM: urgent love never if 5 % $ ( ) \u4f60"
)
_WORDS = st.sampled_from(_TEXT.split(" "))


@given(st.one_of(st.text(max_size=300), st.lists(_WORDS, max_size=60).map(" ".join)))
def test_any_text_is_read_within_bounds(text: str) -> None:
    for channel in ("email", "call_transcript"):
        reading = EXTRACTOR.read(message(text, channel=channel))
        assert reading.sentiment is None or -1 <= reading.sentiment <= 1
        found = [one.kind for one in reading.signals]
        assert found == [kind for kind in KINDS if kind in found]
        for one in reading.signals:
            assert 0.5 <= one.confidence <= 1
            assert len(one.evidence or "") <= EVIDENCE_LENGTH_MAX
        assert reading == EXTRACTOR.read(message(text, channel=channel))
