"""Raw bytes to text, with the evidence for the encoding and the way back to the bytes."""

from toolkit.decode.decoded import Damage, Decoded
from toolkit.decode.detect import decode
from toolkit.rules import Rule, RuleTable

__all__ = ["RULES", "Damage", "Decoded", "decode"]

RULES = RuleTable(
    Rule(
        "decode.binary",
        "the drop is no text: its first bytes are those of a picture, an archive or another binary format",
        ("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "\x01\x02\x03\x04\x05\x06\xff\xfe\x07\x08" * 40),
        ("PNG, JPEG", "GIF is a format for pictures.", "\xb5\xda\xd2\xbb\xd5\xc2\xa3\xac\xbf\xaa\xb3\xa1\xa1\xa3"),
        place="alone",
        as_bytes=True,
    ),
    Rule(
        "decode.damaged",
        "bytes that belong to no character of the encoding stand in the text as U+FFFD",
        ("\xe7\xac\xac\xe4\xb8\xe7\xab\xa0", "\xb5\xda\xd2\xbb\xd5\xc2\xa3\xac\xff\xbf\xaa\xb3\xa1\xa1\xa3"),
        ("\xe7\xac\xac\xe4\xb8\x80\xe7\xab\xa0", "\xef\xbf\xbd", "caf\xe9 au lait, d\xe9j\xe0 vu"),
        place="alone",
        as_bytes=True,
    ),
    Rule(
        "decode.mixed",
        "some lines of the drop are in another encoding than the rest",
        ("\xb5\xda\xd2\xbb\xd5\xc2\xa3\xac\xbf\xaa\xb3\xa1\xa1\xa3\n" * 3 + "\xe7\xac\xac\xe4\xba\x8c\xe7\xab\xa0\n",),
        ("\xb5\xda\xd2\xbb\xd5\xc2\xa3\xac\xbf\xaa\xb3\xa1\xa1\xa3\n" * 3,),
        place="alone",
        as_bytes=True,
    ),
)
