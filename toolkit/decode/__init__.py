"""Raw bytes to text, with the evidence for the encoding and the way back to the bytes."""

from toolkit.decode.decoded import Damage, Decoded
from toolkit.decode.detect import decode
from toolkit.rules import RuleTable

__all__ = ["RULES", "Damage", "Decoded", "decode"]

RULES = RuleTable()
