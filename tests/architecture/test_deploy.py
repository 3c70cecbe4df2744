"""The files for operators name what there is: settings, commands, metrics, services, folders."""

from __future__ import annotations

import configparser
import re
from typing import Any

import pytest
import typer
import yaml

from bot.__main__ import app
from bot.services.metrics import Metrics
from bot.settings import Settings
from tests.architecture.house import ROOT

DEPLOY = ROOT / "deploy"
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
COMPOSE = ("compose.sqlite.yml", "compose.postgres.yml")
_SETTING = re.compile(r"TAALWIJZER_([A-Z_]+)")
_COMMAND = re.compile(r"\btaalwijzer (?!taalwijzer)((?:[a-z]+(?:-[a-z]+)*)(?: [a-z-]+)?)")
_METRIC = re.compile(r"\btaalwijzer_[a-z_]+\b")
_NO_METRIC = {"taalwijzer_desk"}


def parsed(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / name).read_text(encoding="utf-8"))
    return found


def commands() -> set[str]:
    return set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def metrics() -> set[str]:
    """As Prometheus sees them, with what it makes of a histogram."""
    watch = Metrics()
    watch.received("web", "Tap")
    names = set(re.findall(r"^(taalwijzer_[a-z_]+)", watch.text().decode(), re.MULTILINE))
    names |= set(re.findall(r"^# TYPE (taalwijzer_[a-z_]+)", watch.text().decode(), re.MULTILINE))
    return names


@pytest.mark.parametrize(
    "path", [*sorted(DEPLOY.iterdir()), ROOT / "docs" / "operations.md"], ids=lambda p: p.name
)
def test_every_setting_that_is_named_exists(path: Any) -> None:
    named = {name.lower() for name in _SETTING.findall(path.read_text(encoding="utf-8"))}

    assert sorted(named - set(Settings.model_fields)) == []


def test_every_command_that_is_named_exists() -> None:
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", OPERATIONS, re.DOTALL))
    named = {words.split()[0] for words in _COMMAND.findall(blocks)}
    for unit in DEPLOY.glob("*.service"):
        named |= {words.split()[0] for words in _COMMAND.findall(unit.read_text(encoding="utf-8"))}
    for name in COMPOSE:
        named |= {
            service["command"][0] for service in parsed(name)["services"].values() if "command" in service
        }

    assert {"run", "migrate", "check", "backup", "restore", "rotate-key"} <= named
    assert sorted(named - commands()) == []


def test_every_metric_of_the_alerts_and_of_the_docs_exists() -> None:
    alerts = parsed("alerts.yml")
    rules = [rule for group in alerts["groups"] for rule in group["rules"]]
    named = {metric for rule in rules for metric in _METRIC.findall(rule["expr"])}
    documented = set(_METRIC.findall(OPERATIONS)) - _NO_METRIC

    assert len(named) >= 5
    assert sorted(named - metrics()) == []
    assert sorted(documented - metrics()) == []
    assert all(rule["annotations"]["description"] for rule in rules)


@pytest.mark.parametrize("name", COMPOSE)
def test_a_compose_file_hangs_together(name: str) -> None:
    whole = parsed(name)
    services = whole["services"]
    for service in services.values():
        waits = service.get("depends_on", [])
        assert set(waits) <= set(services)
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            assert source in whole["volumes"] or (DEPLOY / source).exists(), source
        if service.get("image") == "taalwijzer":
            assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).exists()
    upstreams = services["proxy"]["environment"]["UPSTREAMS"].split()
    assert {one.partition(":")[0] for one in upstreams} == {one for one in services if one.startswith("bot")}


def test_the_processes_on_postgresql_are_several_and_none_of_them_polls() -> None:
    services = parsed("compose.postgres.yml")["services"]
    bots = [service for name, service in services.items() if name.startswith("bot")]

    assert len(bots) == 4
    assert all(service["command"] == ["run", "--webhook"] for service in bots)


def test_the_image_copies_what_there_is_and_runs_as_nobody_in_particular() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = [line.split()[1] for line in lines if line.startswith("COPY ") and "--from" not in line]
    users = [line for line in lines if line.startswith("USER ")]

    assert copied == ["requirements", "."]
    assert (ROOT / "requirements" / "run.txt").exists()
    assert (ROOT / "requirements" / "build.txt").exists()
    assert users == ["USER 10001"]
    assert 'ENTRYPOINT ["taalwijzer"]' in lines


def test_the_proxies_keep_the_figures_in() -> None:
    caddy = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")

    assert "path /metrics /healthz" in caddy
    assert "respond @inside 404" in caddy
    for path in ("/metrics", "/healthz"):
        assert f"location = {path} {{ return 404; }}" in OPERATIONS


@pytest.mark.parametrize(
    "name", ["taalwijzer.service", "taalwijzer-backup.service", "taalwijzer-backup.timer"]
)
def test_a_unit_can_be_read_and_writes_only_where_it_may(name: str) -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string((DEPLOY / name).read_text(encoding="utf-8"))

    if name.endswith(".service"):
        service = unit["Service"]
        assert service["User"] == "taalwijzer"
        assert service["ProtectSystem"] == "strict"
        assert service["ReadWritePaths"] == "/srv/taalwijzer/var"
        assert service["NoNewPrivileges"] == "true"
    else:
        assert unit["Timer"]["Persistent"] == "true"
