"""Text that users typed is shown as text: never as markdown, never as HTML."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|>~$:<&=])")


def esc(user_text: object) -> str:
    """Markdown-escape a user's text, on one line.

    >>> esc("![b](http://evil/b.png) :red[x] $5")
    '\\\\!\\\\[b\\\\]\\\\(http\\\\://evil/b\\\\.png\\\\) \\\\:red\\\\[x\\\\] \\\\$5'
    >>> esc(None)
    ''
    """
    if user_text is None:
        return ""
    one_line = " ".join(str(user_text).replace("\x00", "").split())
    return _SPECIAL.sub(r"\\\1", one_line)
