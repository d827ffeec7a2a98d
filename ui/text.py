"""Text that users typed is shown as text: never as markdown, never as HTML."""

from __future__ import annotations

import re

# The browser makes links of bare addresses after it has taken the backslashes away; an invisible word joiner stops it.
_ADDRESS = re.compile(r"(:)(?=//)|(www)(?=\.)|(@)", re.IGNORECASE)
_JOINER = "\u2060"
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|>~$:<&=])")


def esc(user_text: object) -> str:
    """Markdown-escape a user's text, on one line; addresses in it become no links.

    >>> esc("![b](x.png) :red[x] $5")
    '\\\\!\\\\[b\\\\]\\\\(x\\\\.png\\\\) \\\\:red\\\\[x\\\\] \\\\$5'
    >>> esc("http://e.nl") == "http\\\\:\\u2060//e\\\\.nl"
    True
    >>> esc(None)
    ''
    """
    if user_text is None:
        return ""
    one_line = " ".join(str(user_text).replace("\x00", "").split())
    return _SPECIAL.sub(r"\\\1", _ADDRESS.sub(lambda found: found.group() + _JOINER, one_line))
