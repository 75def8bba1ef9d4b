"""Ways to run the app: the image, the containers, the unit and the proxies say the same."""

import ast
import re
import shutil
import tomllib

import pytest
import yaml
from checkout import ROOT

from insight.access.access_file import policy_of
from insight.access.login_settings import LoginSettings
from insight.access.person import ANYBODY
from insight.access.policy import ALL
from insight.language.catalogue import LANGUAGES
from insight.language.countries import NAMED_IN
from insight.operation.serving.draining import SECONDS
from insight.survey.folders import bundled_data, survey_folders

DEPLOY = ROOT / "deploy"
IMAGE = (ROOT / "Containerfile").read_text("utf-8")
UNIT = (DEPLOY / "e-helseinnsikt.service").read_text("utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
APP, PROXY = COMPOSE["services"]["app"], COMPOSE["services"]["proxy"]
STREAMLIT = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
LARGEST_FILE = STREAMLIT["server"]["maxUploadSize"]
MARGIN = 10  # seconds for what is killed after it was asked to end
PROXIES = ("Caddyfile", "nginx.conf")


def test_the_image_and_the_unit_serve_with_several_processes():
    assert 'CMD ["insight", "serve", "--host", "0.0.0.0", "--port", "8501"]\n' in IMAGE
    assert re.findall(r"^ExecStart=\S+/insight serve --port 8501$", UNIT, re.M)
    assert "ExecReload=kill -HUP $MAINPID" in UNIT


def test_whoever_ends_the_app_waits_until_it_has_drained():
    [stop] = re.findall(r"^TimeoutStopSec=(\d+)$", UNIT, re.M)
    assert int(stop) >= SECONDS + MARGIN
    assert int(APP["stop_grace_period"].removesuffix("s")) >= SECONDS + MARGIN
    assert "KillMode=mixed" in UNIT  # the first process asks the others


def test_the_containers_ask_for_health_as_the_image_does():
    [asked] = re.findall(r'CMD \["python", "-c", "(.+)"\]', IMAGE)
    assert APP["healthcheck"]["test"] == ["CMD", "python", "-c", asked]
    assert "http://127.0.0.1:8501/readyz" in asked
    assert PROXY["depends_on"]["app"]["condition"] == "service_healthy"


def test_the_app_has_no_rights_and_nothing_to_write_to():
    [number] = re.findall(r"--uid (\d+)", IMAGE)
    assert (APP["user"], APP["read_only"], APP["cap_drop"]) == (f"{number}:{number}", True, ["ALL"])
    assert re.findall(r"^USER (.+)$", IMAGE, re.M) == ["insight"]
    assert [volume for volume in APP["volumes"] if not volume.endswith(":ro")] == []
    assert [COMPOSE["networks"][name] for name in APP["networks"]] == [{"internal": True}]
    assert "ports" not in APP
    rights = ("DynamicUser=yes", "ProtectSystem=strict", "CapabilityBoundingSet=")
    assert {*rights, "NoNewPrivileges=yes"} <= {*UNIT.splitlines()}


def test_nothing_is_served_without_a_file_that_says_who_may_see_what(tmp_path):
    assert "INSIGHT_ACCESS=required\n" in IMAGE
    assert "Environment=INSIGHT_ACCESS=required\nEnvironmentFile=" in UNIT  # which may say more
    assert APP["environment"]["INSIGHT_ACCESS"] == "${INSIGHT_ACCESS:-required}"
    assert "deploy/access.toml /data" in IMAGE
    shutil.copy(DEPLOY / "access.toml", tmp_path)
    policy = policy_of(tmp_path)
    for folder in survey_folders(bundled_data()):
        assert policy.rights(ANYBODY, folder.name) == ALL
    assert policy.may_bring(ANYBODY)
    assert not policy.rights(ANYBODY, "another")


def test_the_image_has_of_scipy_what_the_house_imports():
    taken = (DEPLOY / "trim.sh").read_text("utf-8")
    kept = {*re.findall(r"! -name (\w+)", taken)}
    imported: set[str] = set()
    texts = (path.read_text("utf-8") for path in (ROOT / "insight").rglob("*.py"))
    for text in (text for text in texts if "scipy" in text):
        for node in ast.walk(ast.parse(text)):
            match node:
                case ast.ImportFrom(module="scipy"):
                    imported |= {alias.name for alias in node.names}
                case ast.ImportFrom(module=str(name)) if name.startswith("scipy."):
                    imported.add(name.split(".")[1])
                case ast.Import():
                    names = (alias.name for alias in node.names)
                    imported |= {f"{name}.".split(".")[1] for name in names if "scipy" in name}
    assert imported <= kept
    assert {"linalg", "sparse", "special"} <= imported


def test_the_image_has_the_languages_in_which_countries_are_known():
    kept = {*re.findall(r"! -name '([a-z]+)\*'", (DEPLOY / "trim.sh").read_text("utf-8"))}
    assert {*NAMED_IN, *LANGUAGES} <= kept


@pytest.mark.parametrize("name", PROXIES)
def test_a_proxy_takes_away_what_says_who_somebody_is_and_closes_what_is_the_operators(name):
    proxy = (DEPLOY / name).read_text("utf-8")
    taken = {
        head.lower()
        for head in re.findall(r'(?:header_up -|header )(X-[\w-]+)(?: "";)?$', proxy, re.M)
    }
    assert taken == {*LoginSettings().headers}
    [closed] = [line for line in proxy.splitlines() if "livez" in line]
    assert all(place in closed for place in ("readyz", "metrics"))
    assert "Strict-Transport-Security" in proxy
    [most] = re.findall(r"(?:max_size|client_max_body_size) (\d+)", proxy)
    assert int(most) > LARGEST_FILE


@pytest.mark.parametrize("name", ["compose.login.yaml", "compose.tls.yaml"])
def test_what_is_laid_over_the_containers_changes_containers_that_there_are(name):
    over = yaml.safe_load((DEPLOY / name).read_text("utf-8"))
    assert over["services"].keys() <= COMPOSE["services"].keys()
    networks = {one for service in over["services"].values() for one in service.get("networks", ())}
    assert networks <= COMPOSE["networks"].keys()
