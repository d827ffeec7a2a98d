"""Text that users typed is shown as text: never as markdown, never as HTML."""

from __future__ import annotations

import re

from portfolio.checks import unturned

# The browser reads the text once more after it has taken the backslashes away: it makes links of addresses, pictures of
# codes between colons (``:material/home:``) and signs of loose arrows (``->``). An invisible word joiner stops it.
_READ_AGAIN = re.compile(r":(?=//|[\w+/-]+:)|www(?=\.)|@|(?<!\S)(?:<(?=[-=])|[-~>](?=[->=]))", re.IGNORECASE)
_JOINER = "\u2060"
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|>~$:<&=])")


def esc(user_text: object) -> str:
    """Markdown-escape a user's text, on one line; addresses in it become no links, codes between colons no pictures,
    and nothing in it turns the reading order of what stands around it.

    >>> esc("![b](x.png) :red[x] $5")
    '\\\\!\\\\[b\\\\]\\\\(x\\\\.png\\\\) \\\\:red\\\\[x\\\\] \\\\$5'
    >>> esc("http://e.nl") == "http\\\\:\\u2060//e\\\\.nl"
    True
    >>> esc(":skull: a -> b\\u202e") == "\\\\:\\u2060skull\\\\: a \\\\-\\u2060\\\\> b"
    True
    >>> esc(None)
    ''
    """
    if user_text is None:
        return ""
    one_line = " ".join(unturned(str(user_text)).replace("\x00", "").split())
    return _SPECIAL.sub(r"\\\1", _READ_AGAIN.sub(lambda found: found.group() + _JOINER, one_line))


def plain(markdown: str) -> str:
    """What ``esc`` made as it was typed, for where nothing is read as markdown: the title of the browser's tab.

    >>> plain(esc("[b](x.png) http://e.nl 1. :skull:"))
    '[b](x.png) http://e.nl 1. :skull:'
    """
    return re.sub(r"\\(.)", r"\1", markdown).replace(_JOINER, "")
