"""Readable JSON is what the standard library makes of it, to the byte."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from finance.taal.jsontekst import readable_json

WAARDEN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda deel: st.lists(deel) | st.tuples(deel, deel) | st.dictionaries(st.text() | st.integers(), deel),
    max_leaves=20,
)


DIEP = {"een": {"twee": [1, {"drie": "é"}, []], 4: {"vijf": None}}, 6: [[True], (2.5, {})], "zeven": {"acht": 8, 9: 9}}


@given(WAARDEN)
@example(DIEP)
def test_readable_json_is_that_of_the_library(waarde):
    assert readable_json(waarde) == json.dumps(waarde, ensure_ascii=False, indent=1, allow_nan=False)


@pytest.mark.parametrize("waarde", [float("nan"), {"a": [1, float("inf")]}, [[{"a": float("nan")}]]])
def test_what_is_no_number_is_refused(waarde):
    with pytest.raises(ValueError, match="not JSON compliant"):
        readable_json(waarde)
