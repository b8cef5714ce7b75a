"""``signals`` as a person or a script meets it."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from stream_health.cli import signals

app = typer.Typer()
signals.register(app)
runner = CliRunner()

LEAVING = "Hello Tom, Friday is my last day at Acme. It was a pleasure."


def lines_of(*arguments: object, stdin: str | None = None) -> list[dict[str, Any]]:
    result = runner.invoke(app, [*map(str, arguments), "--format", "jsonl"], input=stdin)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_json_lines_give_one_line_each_in_order_also_without_signals(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    rows: list[dict[str, object]] = [
        {"message_id": "b", "text": LEAVING, "channel": "email", "sender": {"role": "champion"}},
        {"message_id": "a", "text": "The chart shows the wrong month."},
        {"message_id": "c", "text": LEAVING, "direction": "outbound", "sender": None},
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n")
    first, second, third = lines_of(path)
    assert [one["message_id"] for one in (first, second, third)] == ["b", "a", "c"]
    (signal,) = first["signals"]
    assert set(signal) == {"kind", "confidence", "evidence"}
    assert signal["kind"] == "champion_leaving"
    assert signal["evidence"] == "Hello Tom, Friday is my last day at Acme."
    assert (second["signals"], third["signals"]) == ([], [])
    assert -1 <= first["sentiment"] <= 1


def test_competitors_are_named_on_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"text": "We talked to blubb yesterday."}))
    assert lines_of(path)[0]["signals"] == []
    (signal,) = lines_of(path, "--competitors", "Other, Blubb", "--no-evidence")[0]["signals"]
    assert (signal["kind"], signal["evidence"]) == ("competitor_named", None)


def test_a_bad_line_is_named_and_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    good = json.dumps({"message_id": "x", "text": "hello"})
    path.write_text(f'{good}\n{{"text": 5}}\nnonsense\n{good}\n{{"message_id": "y"}}\n')
    result = runner.invoke(app, [str(path), "--format", "jsonl"])
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert "line 2: text must be a string, got 5" in result.stderr
    assert "line 3: not JSON" in result.stderr
    assert "line 5: has no text" in result.stderr
    assert "'nonsense'" in result.stderr


@pytest.mark.parametrize(
    ("row", "kinds"),
    [
        ({"text": None}, []),
        ({"text": ""}, []),
        ({"text": LEAVING, "channel": "sms", "direction": "Incoming"}, ["champion_leaving"]),
        ({"text": LEAVING, "channel": None, "direction": None}, ["champion_leaving"]),
        ({"text": LEAVING, "direction": "outgoing"}, []),
        ({"text": LEAVING, "sender": "ann@acme.example"}, ["champion_leaving"]),
        ({"text": f"\ud83d {LEAVING}"}, ["champion_leaving"]),
        ({"text": "CSM: Cancel?\nAnn: No, no.", "channel": "call"}, []),
        ({"text": "CSM: Do you want to cancel the contract?\nAnn: No, no."}, []),
        ({"text": "<p>Hi,</p><p>my <b>last day</b> is Friday.</p>"}, ["champion_leaving"]),
        ({"text": "<div>Ok.</div><blockquote>Cancel our contract?</blockquote>"}, []),
        pytest.param(
            {"text": "All is well. " * 16_000 + LEAVING},
            ["champion_leaving"],
            marks=pytest.mark.slow,
        ),
    ],
)
def test_lines_are_taken_as_strangers_write_them(
    row: dict[str, object], kinds: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"id": 8} | row))
    (line,) = lines_of(path)
    assert line["message_id"] == "8"
    assert [one["kind"] for one in line["signals"]] == kinds
    assert not any("<" in one["evidence"] for one in line["signals"])


def test_an_e_mail_is_read_without_what_it_quotes(tmp_path: Path) -> None:
    path = tmp_path / "mail.eml"
    path.write_text(
        "From: Ann Lee <ann@acme.example>\nSubject: Re: Hello\nMessage-ID: <7@acme.example>\n\n"
        f"{LEAVING}\n\nBest,\nAnn\n\nOn Mon, 3 Mar 2025, Tom wrote:\n> Cancel our contract?\n"
    )
    (line,) = lines_of(path)
    assert line["message_id"] == "7@acme.example"
    assert [one["kind"] for one in line["signals"]] == ["champion_leaving"]
    shown = runner.invoke(app, [str(path)])
    assert "champion_leaving" in shown.output
    assert "last day" in shown.output


def test_a_text_with_speakers_is_a_transcript(tmp_path: Path) -> None:
    path = tmp_path / "call.txt"
    path.write_text("CSM: Do you want to cancel the contract?\nCustomer: No, all good today.\n")
    assert lines_of(path)[0]["signals"] == []


def test_it_reads_from_a_pipe() -> None:
    assert lines_of("-", stdin=json.dumps({"text": LEAVING}))[0]["message_id"] == "1"
    assert lines_of("-", stdin=LEAVING)[0]["signals"][0]["kind"] == "champion_leaving"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("in.pdf", b"x", "'.pdf'"),
        ("in.txt", b"\xff\xfe\x00", "not UTF-8"),
        ("in.eml", b"\n\nno headers", "no headers"),
        ("missing.txt", None, "cannot read"),
    ],
)
def test_a_file_it_cannot_read_is_one_clear_line(
    name: str, content: bytes | None, said: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    refused = runner.invoke(app, [str(path)])
    assert refused.exit_code == 1
    assert said in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
