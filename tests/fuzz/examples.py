"""How many examples a fuzz target makes up: few in every run, very many with --soak."""

import os

from hypothesis import settings

SOAK = "TIMELINE_TEST_SOAK"
"""Set where the run is a long one, before any test is collected."""

TIMES = 20


def examples(few: int) -> settings:
    """`few` examples, 20 times as many in the long runs."""
    return settings(max_examples=few * TIMES if os.environ.get(SOAK) else few, deadline=None)
