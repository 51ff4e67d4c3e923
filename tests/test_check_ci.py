"""What CI systems take of us: the action's script, the hooks, the examples in docs/ci.md, shell completion."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.drops_sample import faulty, fine, lay
from toolkit.check.formats import FORMATS
from toolkit.cli import COMMANDS, main
from toolkit.settings import load

ROOT = Path(__file__).parent.parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
DOC = (ROOT / "docs" / "ci.md").read_text("utf-8")


def check_step(work: Path, paths: str = "", args: str = "") -> tuple[int, str, dict[str, str], str]:
    """Run the action's check step as the runner would: exit status, stdout, outputs, job summary."""
    (step,) = [s for s in ACTION["runs"]["steps"] if s.get("id") == "check"]
    given = {"paths": paths, "args": args}
    env = {k: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda m: given[m.group(1)], v) for k, v in step["env"].items()}
    command = work / "jiaokan"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m toolkit "$@"\n')
    command.chmod(0o755)
    files = {name: work / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    env |= {name: str(path) for name, path in files.items()}
    env |= {"JIAOKAN": str(command), "RUNNER_TEMP": str(work / "temp dir"), "PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "PYTHONUTF8": "1"}
    script = work / "step.sh"
    script.write_text(step["run"], "utf-8")
    # How the runner calls `shell: bash`.
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)], cwd=work, env=env, capture_output=True, encoding="utf-8", check=False
    )
    outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text("utf-8").splitlines())
    summary = files["GITHUB_STEP_SUMMARY"]
    return done.returncode, done.stdout, outputs, summary.read_text("utf-8") if summary.exists() else ""


def test_the_action_on_the_sample(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    lay(tmp_path)
    code, out, outputs, summary = check_step(tmp_path, "drops/good\ndrops/poor\n", "--today=2026-11-24\n")
    assert (code, outputs["status"]) == (1, "1")
    assert sorted(re.findall(r"^::error file=([^,]+),", out, re.M)) == sorted(f"drops/{name}" for name in faulty())
    assert len(json.loads(Path(outputs["sarif"]).read_text("utf-8"))["runs"][0]["results"]) == 6
    assert Path(outputs["junit"]).exists()
    assert Path(outputs["json"]).exists()
    assert summary.startswith("## jiaokan check: failed\n")


def test_the_action_with_paths_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    lay(tmp_path)
    (tmp_path / "jiaokan.toml").write_text('paths = ["drops/good"]\n')
    code, out, outputs, _ = check_step(tmp_path)
    assert (code, out, outputs["status"]) == (0, f"{len(fine())} drops: nothing found\n", "0")


def test_the_action_where_the_check_cannot_run(tmp_path: Path) -> None:
    code, _, outputs, summary = check_step(tmp_path, "$(touch owned)\n", "--nothing=like this")
    assert (code, outputs["status"], summary) == (2, "2", "")
    assert not (tmp_path / "owned").exists()


def test_the_action_lets_no_input_into_a_script() -> None:
    assert not [s for s in ACTION["runs"]["steps"] if "${{" in s.get("run", "")]
    stated = set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text("utf-8")))
    assert stated == set(ACTION["inputs"])


def test_hooks() -> None:
    assert [h["entry"] for h in HOOKS] == ["jiaokan check", "jiaokan validate"]
    assert {h["entry"].split()[1] for h in HOOKS} <= set(COMMANDS)
    takes = [[n for n in ("a.txt", "b.HTML".lower(), "c.htm", "d.jsonl", "e.jsonl.zst", "f.py", "g.txt.md") if re.search(h["files"], n)] for h in HOOKS]
    assert takes == [["a.txt", "b.html", "c.htm"], ["d.jsonl", "e.jsonl.zst"]]


def test_the_documented_configuration_is_right(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", DOC, re.S)
    (tmp_path / "pyproject.toml").write_text(example, "utf-8")
    settings = load(str(tmp_path / "pyproject.toml"))
    assert set(tomllib.loads(example)["tool"]["jiaokan"]) == {k for k, v in settings.origins.items() if v != "default"}


def test_the_documented_formats_and_snippets() -> None:
    assert re.findall(r"^\| `(\w+)` \|", DOC, re.M) == list(FORMATS)
    snippets = [yaml.safe_load(s) for s in re.findall(r"```yaml\n(.*?)```", DOC, re.S)]
    assert len(snippets) == 3
    (used,) = [s for s in snippets[0]["jobs"]["drops"]["steps"] if s.get("id") == "jiaokan"]
    assert set(used["with"]) <= set(ACTION["inputs"])
    assert {h["id"] for h in snippets[2]["repos"][0]["hooks"]} == {h["id"] for h in HOOKS}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion(shell: str) -> None:
    def complete(how: str, **env: str) -> str:
        env |= {"_JIAOKAN_COMPLETE": f"{shell}_{how}", "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
        call = [sys.executable, "-c", "from toolkit.cli import main; main(prog_name='jiaokan')"]
        return subprocess.run(call, env=env, capture_output=True, encoding="utf-8", check=False).stdout

    assert "_JIAOKAN_COMPLETE" in complete("source")
    assert f"_JIAOKAN_COMPLETE={shell}_source jiaokan" in DOC
    offered = complete("complete", COMP_WORDS="jiaokan val" if shell != "fish" else "jiaokan", COMP_CWORD="val" if shell == "fish" else "1")
    assert "validate" in offered
    assert "explain" not in offered


def test_every_command_is_offered() -> None:
    with main.make_context("jiaokan", [], resilient_parsing=True) as context:
        assert [i.value for i in main.shell_complete(context, "")][: len(COMMANDS)] == list(COMMANDS)
