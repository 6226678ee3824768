"""The same visit as in the engine's tests."""

from mulakat.calls.engines.jitsi.tests.conftest import jitsi, met

__all__ = ["jitsi", "met"]
