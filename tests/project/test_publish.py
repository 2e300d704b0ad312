"""`ungil publish`: to a real index on the loopback, and out of it again."""

from __future__ import annotations

import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packages.environments import Environment, make_environment
from tests.packages.index import PASSWORD, USER, Index, free_port, serving
from tests.project.commands import replace_in
from tests.project.terminal import on_terminal

QUOTED = "s3cret%2Fp%40ss"
CREDENTIALS = {"TWINE_USERNAME": USER, "TWINE_PASSWORD": PASSWORD}


@pytest.fixture(scope="module")
def built(author: Environment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that `ungil build` has built."""
    folder = tmp_path_factory.mktemp("publish é")
    author.run(author.scripts / "ungil", "new", "my-proj", folder=folder)
    project = folder / "my-proj"
    author.run(author.scripts / "ungil", "build", "--no-isolation", folder=project)
    return project


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return shutil.copytree(built, tmp_path / "my-proj")


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    folder = tmp_path / "index"
    folder.mkdir()
    with serving(folder) as index:
        yield index


def publish(
    environment: Environment, project: Path, *options: str, fails: bool = False, **variables: str
) -> str:
    """Runs the command, whose home is empty; insists that no credential is shown."""
    home = str(project.parent)
    own = {"HOME": home, "TMPDIR": home, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    ungil = environment.scripts / "ungil"
    said = environment.run(
        ungil, "publish", *options, folder=project, fails=fails, **own, **variables
    )
    assert "Traceback" not in said
    assert PASSWORD not in said
    assert QUOTED not in said
    return said


def test_published_package_is_installed_and_called(
    author: Environment, built: Path, index: Index, tmp_path: Path
) -> None:
    said = publish(author, built, "--repository", index.url, **CREDENTIALS)
    *files, last = said.splitlines()
    assert files == sorted(os.listdir(index.packages), reverse=True)
    assert last == f"  published on {index.url}"
    environment = make_environment(tmp_path / "venv", Path(sys.executable))
    environment.pip("install", "--index-url", index.simple, "my-proj", PIP_CONFIG_FILE=os.devnull)
    code = "from array import array; from my_proj import add_arrays; a = array('d', [1, 2]); "
    assert environment.evaluate(code + "print(add_arrays(a, a).tolist())") == "[2.0, 4.0]\n"

    said = publish(author, built, "--repository", index.url, fails=True, **CREDENTIALS)
    assert said.startswith(f"ungil: error: my_proj-0.1.0.tar.gz is on {index.url} already")
    url = index.url.replace("//", f"//{USER}:{QUOTED}@")
    said = publish(author, built, "--repository", url, "--skip-existing", "--json")
    report = json.loads(said)
    assert report["repository"] == index.url
    assert report["version"] == "0.1.0"
    assert report["uploaded"] == []
    assert [Path(path).name for path in report["skipped"]] == files


def test_wrong_credential(author: Environment, built: Path, index: Index) -> None:
    url = index.url.replace("//", "//author:wrong@")
    said = publish(author, built, "--repository", url, fails=True)
    assert said == (
        f"ungil: error: {index.url} refuses the credential (403 Forbidden)\n"
        "  hint: twine takes TWINE_USERNAME and TWINE_PASSWORD, ~/.pypirc, or keyring\n"
    )
    said = publish(author, built, fails=True, TWINE_REPOSITORY_URL=index.url)
    assert said.startswith(f"ungil: error: there is no credential for {index.url}\n")
    assert os.listdir(index.packages) == []


def test_credential_of_pypirc(author: Environment, built: Path, index: Index) -> None:
    lines = ["[distutils]", "index-servers = mine", "[mine]", f"repository = {index.url}"]
    lines += [f"username = {USER}", f"password = {PASSWORD}"]
    (built.parent / ".pypirc").write_text("\n".join(lines), encoding="utf-8")
    assert "published on mine" in publish(author, built, "--repository", "mine")
    said = publish(author, built, "--repository", "other", fails=True)
    assert "Missing 'other' section from ~/.pypirc" in said


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
def test_person_is_asked(author: Environment, built: Path, index: Index) -> None:
    command = [str(author.scripts / "ungil"), "publish", "--repository", index.url]
    null = "keyring.backends.null.Keyring"
    variables = {"HOME": str(built.parent), "PYTHON_KEYRING_BACKEND": null}
    answers = [("user name: ", USER), ("password: ", PASSWORD)]
    status, shown = on_terminal(command, built, variables, answers)
    assert status == 0, shown
    assert PASSWORD not in shown
    assert len(os.listdir(index.packages)) == 2


def test_unreachable(author: Environment, built: Path) -> None:
    url = f"127.0.0.1:{free_port()}/"
    said = publish(author, built, "--repository", f"http://{USER}:{QUOTED}@{url}", fails=True)
    assert said.startswith(f"ungil: error: http://{url} cannot be reached: Connection refused\n")


class _Gossip(http.server.BaseHTTPRequestHandler):
    """An index that answers with everything that it was sent, credentials first."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        told = f"{self.headers}\n{PASSWORD} at http://{USER}:{PASSWORD}@here\n".encode()
        self.send_response(400, f"Bad {self.headers['Authorization']} {PASSWORD}")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: object) -> None:
        pass


def test_credential_that_an_index_repeats(author: Environment, built: Path) -> None:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Gossip) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/"
        said = publish(author, built, "--repository", url, fails=True, **CREDENTIALS)
        server.shutdown()
    first, hint = said.splitlines()
    assert first.startswith("ungil: error: uploading my_proj-0.1.0.tar.gz failed: HTTPError: 400 ")
    log = Path(hint.removeprefix("  hint: the whole log: "))
    text = log.read_text(encoding="utf-8")
    log.unlink()
    assert "Authorization: Basic ***" in text
    assert PASSWORD not in text
    assert "YXV0aG9yOnMzY3JldC9wQHNz" not in said + text  # both, as they are sent


def test_nothing_built(author: Environment, project: Path) -> None:
    shutil.rmtree(project / "dist")
    said = publish(author, project, fails=True)
    assert said == (
        "ungil: error: nothing is built: there is no wheel and no sdist in "
        f"{project / 'dist'}\n  hint: build them first: ungil build --release\n"
    )


def test_version_that_is_not_built(author: Environment, project: Path) -> None:
    replace_in(project / "meson.build", "version: '0.1.0'", "version: '0.2.0'")
    said = publish(author, project, fails=True)
    assert "dist holds version 0.1.0, but the project is at 0.2.0 now\n" in said
    for path in list((project / "dist").iterdir()):
        shutil.copy(path, path.with_name(path.name.replace("0.1.0", "0.0.9")))
    replace_in(project / "meson.build", "version: '0.2.0'", "")
    said = publish(author, project, fails=True)
    assert "dist holds several versions: 0.0.9, 0.1.0\n" in said


def test_wheel_of_this_machine_is_not_for_pypi(author: Environment, project: Path) -> None:
    said = publish(author, project, fails=True, **CREDENTIALS)
    assert "linux_x86_64.whl is for machines like this one only, and PyPI takes no such" in said


def test_metadata_is_checked(author: Environment, project: Path, index: Index) -> None:
    shutil.rmtree(project / "dist")
    (project / "README.rst").write_text("Title\n==\n\n.. nothing::\n\n`open\n", encoding="utf-8")
    replace_in(project / "pyproject.toml", "README.md", "README.rst")
    author.run(author.scripts / "ungil", "build", "--no-isolation", "--sdist", folder=project)
    said = publish(author, project, "--repository", index.url, fails=True, **CREDENTIALS)
    assert said.startswith("ungil: error: the metadata cannot be published:\n    Checking ")
    assert 'Unknown directive type "nothing"' in said
    assert os.listdir(index.packages) == []


def test_url_that_is_none(author: Environment, built: Path) -> None:
    said = publish(author, built, "--repository", f"ftp://{USER}:{QUOTED}@host", fails=True)
    assert said == "ungil: error: --repository ftp://***@host: this is no URL of an index\n"


def test_twine_is_an_extra(author: Environment, built: Path) -> None:
    code = "import sys; sys.modules['twine'] = None; from ungil.cli import main; main()"
    done = subprocess.run(
        [author.python, "-c", code, "publish"],
        cwd=built,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == (
        "ungil: error: `ungil publish` needs twine\n  hint: get it: pip install 'ungil[publish]'\n"
    )
    assert done.returncode == 1
