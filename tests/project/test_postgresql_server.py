"""The server that the tests bring up leaves nothing behind, whatever it meets."""

import subprocess
import tempfile

import pytest
from support import postgresql


@pytest.mark.parametrize("failing", ["initdb", "start", None])
def test_a_server_leaves_no_directory_and_no_process_behind(failing, monkeypatch, tmp_path):
    ran = []

    def run(user, program, *arguments, check=True):
        step = program if program == "initdb" else arguments[-1]
        ran.append(step)
        if step == failing:
            raise subprocess.CalledProcessError(1, program)

    monkeypatch.delenv("TEST_POSTGRESQL_URL", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(postgresql, "run", run)
    with pytest.raises(subprocess.CalledProcessError if failing else KeyboardInterrupt), postgresql.server():
        raise KeyboardInterrupt
    assert ran == (["initdb"] if failing == "initdb" else ["initdb", "start", "stop"])
    assert list(tmp_path.iterdir()) == []
