"""Which engine carries a visit: the policy's, and ours for what another cannot keep. Pure."""

from mulakat.visits.models import Basis, Visit

PEER, JITSI = "peer", "jitsi"


def engine_of(visit: Visit) -> str:
    """A legal visit is seen and not heard: Jitsi lets everyone in a meeting hear everyone."""
    if visit.basis == Basis.LEGAL:
        return PEER
    return visit.prison.policy.call_engine


def is_elsewhere(visit: Visit) -> bool:
    """After *Let in* the media travels by another engine, and ours carries nothing."""
    return engine_of(visit) != PEER
