"""Every command in the documentation runs, in a folder laid out as a reader has it; those that can't are named with the reason."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click
import pytest
import yaml
from click.testing import CliRunner
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.drops_sample import TRAIN_TRADITIONAL
from toolkit.cli import COMMANDS, main
from toolkit.report.cases import FORMAT

ROOT = Path(__file__).parent.parent
PAGES = {page.relative_to(ROOT).as_posix(): page for page in sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])}

# Commands that can't run here, and why. What can be checked of them otherwise is checked below: their options, extras and paths.
APART = {
    "python3 -m venv .venv": "makes an environment; `.ci/run` makes two",
    ". .venv/bin/activate": "changes the reader's shell",
    "pip install .": "installs; `.ci/run` does it in a new environment",
    "pip install -e '.[dev]'": "installs; `.ci/run` does it in a new environment",
    "pip install jiaokan": "installs from the package index",
    "pip install 'jiaokan[ray]'": "installs from the package index",
    "pytest": "the suite that this test is a part of",
    "ruff format .": "of the whole checkout; a gate of `.ci/run`",
    "ruff check .": "of the whole checkout; a gate of `.ci/run`",
    "mypy": "of the whole checkout; a gate of `.ci/run`",
    "coverage run -m pytest": "the suite that this test is a part of; a gate of `.ci/run`",
    "coverage combine -q": "needs the run before it; a gate of `.ci/run`",
    "coverage report": "needs the run before it; a gate of `.ci/run`",
    "HATCH_BUILD_HOOKS_ENABLE=1 python -m build --wheel": "needs a C compiler; `.ci/run` does it where there is one",
    "jiaokan run s3://bucket/drops s3://bucket/clean --engine ray --address auto": "needs a cluster and an object store",
    'eval "$(_JIAOKAN_COMPLETE=zsh_source jiaokan)"': "another shell; tests/test_check_ci.py asks the command for it",
    "_JIAOKAN_COMPLETE=fish_source jiaokan | source": "another shell; tests/test_check_ci.py asks the command for it",
}

# What the documentation says of the exit status, where it is not 0: docs/ci.md, "1 findings".
STATUS = {
    "jiaokan check drops": 1,
    "jiaokan check drops --output junit=jiaokan.xml --output sarif=jiaokan.sarif": 1,
}


class Command(NamedTuple):
    """A command of a page, and the output that is shown below it (None: none is)."""

    text: str
    shown: str | None = None


def fences(page: Path) -> Iterator[Token]:
    """The fenced blocks of a page."""
    return (token for token in MarkdownIt().parse(page.read_text("utf-8")) if token.type == "fence")


def inline_code(page: Path) -> Iterator[str]:
    """What stands between single backquotes."""
    for token in MarkdownIt().enable("table").parse(page.read_text("utf-8")):
        yield from (child.content for child in token.children or () if child.type == "code_inline")


def parts(line: str) -> list[str]:
    """The commands of a line: without its comment, one for each side of &&."""
    return [part.strip() for part in re.sub(r"(^|\s+)#\s.*", "", line).split(" && ") if part.strip()]


def commands(page: Path) -> Iterator[Command]:
    """Every command of a page, in its order."""
    for token in fences(page):
        kind = token.info.partition(" ")[0]
        if kind == "sh":
            yield from (Command(part) for line in token.content.replace("\\\n", " ").splitlines() for part in parts(line))
        elif kind == "console":
            for said in re.split(r"^\$ ", token.content, flags=re.M)[1:]:
                line, _, output = said.partition("\n")
                yield from (Command(part, output or None) for part in parts(line))
        elif kind == "yaml":
            yield from (Command(line) for line in scripts(yaml.safe_load(token.content)))


def scripts(pipeline: Any) -> Iterator[str]:
    """The shell lines of a pipeline: GitLab's `script`, GitHub's `run`."""
    if isinstance(pipeline, dict):
        yield from (line for line in pipeline.get("script", ()))
        yield from (line for line in str(pipeline.get("run", "")).splitlines() if line)
        for value in pipeline.values():
            yield from scripts(value)
    elif isinstance(pipeline, list):
        for value in pipeline:
            yield from scripts(value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A reader's checkout: the toolkit, its tests and samples, and the files of their own that the pages speak of."""
    for name in ("toolkit", "schema"):
        (tmp_path / name).symlink_to(ROOT / name)
    for name in ("raw", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "drops" / "poor").mkdir(parents=True)
    (tmp_path / "drops" / "poor" / "pinyin.txt").write_text(TRAIN_TRADITIONAL, "utf-8")
    for name in ("bad.html", "bad-page.html"):
        shutil.copy(ROOT / "raw" / "11-news.html", tmp_path / name)
    (tmp_path / "marks.json").write_text(json.dumps({"format": FORMAT, "marks": []}))
    tools = tmp_path / "bin"
    tools.mkdir()
    for name, module in (("jiaokan", "-m toolkit"), ("pytest", "-m pytest -p no:cacheprovider"), ("python", "")):
        (tools / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {module} "$@"\n')
        (tools / name).chmod(0o755)
    return tmp_path


def shell(command: str, folder: Path) -> tuple[int, str, str]:
    """Run a command in the folder: exit status, stdout, stderr."""
    env = os.environ | {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(folder), "PYTHONUTF8": "1"}
    done = subprocess.run(["bash", "-uc", command], cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False, timeout=120)
    return done.returncode, done.stdout, done.stderr


def call(command: str, folder: Path) -> tuple[int, str, str]:
    """The same without a new process, where the command is jiaokan and needs nothing of a shell."""
    name, *args = shlex.split(command)
    if name != "jiaokan" or re.search(r"[$|<>;&*]", command):
        return shell(command, folder)
    with contextlib.chdir(folder):
        result = CliRunner().invoke(main, args)
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("page", [name for name, page in PAGES.items() if any(c.text not in APART for c in commands(page))])
def test_every_command_of_a_page_runs(page: str, folder: Path) -> None:
    for command in commands(PAGES[page]):
        if command.text in APART:
            continue
        status, out, err = call(command.text, folder)
        assert status == STATUS.get(command.text, 0), (command.text, out, err)
        if command.shown is not None:
            assert out == command.shown
    if page == "README.md":
        assert tree(folder / "out", folder / "out") == tree(ROOT / "clean", ROOT / "clean")


def tree(top: Path, root: Path) -> list[tuple[str, bytes]]:
    return sorted((path.relative_to(root).as_posix(), path.read_bytes()) for path in top.rglob("*") if path.is_file())


def test_the_commands_left_apart_are_in_the_pages() -> None:
    assert set(APART) | set(STATUS) <= {command.text for page in PAGES.values() for command in commands(page)}


def test_python_blocks_run(folder: Path) -> None:
    blocks = [token for page in PAGES.values() for token in fences(page) if token.info == "python"]  # those with a name: test_docs.py, .ci/test_readers.py
    assert blocks
    for block in blocks:
        (folder / "block.py").write_text(block.content, "utf-8")
        status, _, err = shell("python block.py", folder)
        assert status == 0, err


def test_hooks_of_pre_commit_run_on_the_files_they_take(folder: Path) -> None:
    hooks = {h["id"]: h for h in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    (snippet,) = [found for token in fences(PAGES["docs/ci.md"]) if token.info == "yaml" and "repos" in (found := yaml.safe_load(token.content))]
    shutil.copytree(ROOT / "clean", folder / "clean")
    files = [name for top in ("drops", "clean") for name, _ in tree(folder / top, folder)]
    for hook, status in zip(snippet["repos"][0]["hooks"], (1, 0), strict=True):
        taken = [file for file in files if re.search(hook["files"], file)]
        assert taken
        found, out, err = call(f"{hooks[hook['id']]['entry']} {shlex.join(taken)}", folder)
        assert found == status, out + err


def test_commands_in_the_text_have_the_options_they_name() -> None:
    named = [code for page in PAGES.values() for code in inline_code(page) if code.startswith("jiaokan ")]
    named += [command for command in APART if command.startswith("jiaokan ")]
    for code in named:
        name, *args = shlex.split(code.replace("…", ""))[1:]
        if name.isupper():
            continue  # stands for any command
        if name.startswith("-"):
            assert name in {option for param in main.params for option in param.opts}, code
            continue
        assert name in COMMANDS, code
        with main.make_context("jiaokan", [name], resilient_parsing=True) as ctx:
            command = main.get_command(ctx, name)
            assert command is not None
            command.make_parser(click.Context(command, info_name=name, parent=ctx)).parse_args(args)


def test_extras_in_the_text_are_extras_of_the_project() -> None:
    extras = set(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"])
    named = {name: set(re.findall(r"(?:'jiaokan|'\.|`)\[(\w+)\]['`]", page.read_text("utf-8"))) for name, page in PAGES.items()}
    assert set().union(*named.values()) == named["README.md"] == extras


def test_addresses_in_the_text_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    home = project.get("urls", {}).get("Repository", "https://github.com/OWNER/jiaokan")  # OWNER as long as it states no home
    texts = [page.read_text("utf-8") for page in PAGES.values()]
    assert {address for text in texts for address in re.findall(r"https://github\.com/[\w-]+/jiaokan\b", text)} == {home}
    assert {name for text in texts for name in re.findall(r"uses: ([\w-]+/jiaokan)@", text)} == {home.removeprefix("https://github.com/")}


def test_scripts_in_the_text_are_there() -> None:
    named = {path for page in PAGES.values() for code in inline_code(page) for path in re.findall(r"(?:benchmarks|docs|tests|toolkit)/[\w/]+\.py", code)}
    assert len(named) > 5
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_figures_name_commands_that_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    known = importlib.import_module("figures").commands(Path("EVAL"), Path("WORK"))
    rows = re.findall(r"^\|.*\| ([A-Z](?:, [A-Z])*) \|$", PAGES["README.md"].read_text("utf-8"), re.M)
    assert {letter for row in rows for letter in row.split(", ")} == set(known)
    assert [c[0] for c in known.values() if not c[0].startswith("EVAL") and not (ROOT / "benchmarks" / c[0]).exists()] == []
