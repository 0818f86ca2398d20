"""Helpers that tests share."""

import os
import shutil

import pytest


def need_program(program: str, package: str) -> str:
    """Return the path of an external program; without it the test skips, but in CI it fails.

    A skipped test in CI would look like a passed one, so there the program has to be present.
    """
    if path := shutil.which(program):
        return path
    reason = f"'{program}' is missing; install it with: apt-get install {package}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
