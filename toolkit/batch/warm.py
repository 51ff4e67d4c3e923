"""Reads the toolkit's tables once, for a server process whose workers then have them without reading them again."""

from toolkit.batch.limits import Limits
from toolkit.batch.options import Options
from toolkit.batch.rows import outcome
from toolkit.record import Origin
from toolkit.sources import Document

_TEXT = "本網訊（記者）清晨六點，渡口的第一班船準時離岸。\n\n責任編輯：某某\n"
for _data in (_TEXT.encode(), _TEXT.encode("gb18030"), f"<html><head><title>a</title></head><body><p>{_TEXT}</p></body></html>".encode()):
    outcome(Document(_data, Origin()), Options(), Limits(0))
