"""Reading the parameters of a request: as the standard library does, whatever comes."""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote_to_bytes, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph_builder.serve.form import TooMany, parameters, unquoted

#: Bytes that are likely to mean something to a reader of escapes.
LIKELY = st.lists(
    st.sampled_from([b"%", b"=", b"%4", b"%41", b"%zz", b"\n", b"\r\n", b" ", b"_", b"3D", b"\xe5"])
).map(b"".join)


@given(st.binary() | LIKELY)
@example(b"%41 %\n%")
@example(b"a \n=20 ")
def test_escapes_are_read_as_the_standard_library_reads_them(data: bytes) -> None:
    assert unquoted(data) == unquote_to_bytes(data)


@given(st.lists(st.tuples(st.text(min_size=1), st.text()), max_size=5))
def test_parameters_come_back_in_their_order(pairs: list[tuple[str, str]]) -> None:
    data = urlencode(pairs).encode()
    assert parameters(data, 10) == pairs == parse_qsl(data.decode(), keep_blank_values=True)


def test_more_parameters_than_may_be_are_refused() -> None:
    with pytest.raises(TooMany):
        parameters(b"a=1&b=2&c=3", 2)
