"""What holds for all tests: in continuous integration, properties are tried with the same examples in every run.

`pytest --hypothesis-profile=thorough` tries thirty times as many.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("dev", deadline=None)
settings.register_profile("thorough", max_examples=3000, deadline=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")
