"""Plain text from exported web forms: removes tags, entities and invisible characters, keeps every word."""

import re
from html import unescape

BLOCK_TAGS = (
    "address|article|blockquote|br|dd|div|dl|dt|figcaption|figure|h[1-6]|hr|li|ol|p|pre|section|table|tr|ul"
)
INLINE_TAGS = (
    "a|abbr|b|big|body|center|cite|code|del|em|font|form|head|html|i|iframe|img|input|ins|kbd|label|mark|meta"
    "|nobr|oembed|q|s|small|span|strike|strong|sub|sup|tbody|td|tfoot|th|thead|title|tt|u|var|video|wbr"
)
# No part of a tag holds a "<", so each "<" is read at most up to the next one.
REST_OF_TAG = r"(?=[\s/>])(?:(?:[^<>\"'`]|\"[^\"<]*\"|'[^'<]*'|`[^`<]*`)*+|[^<>]*+)>"
INVISIBLE_START = re.compile(r"<(?:(script|style)\b|!--)", re.IGNORECASE)
INVISIBLE_ENDS = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {"script": r"</script\s*+>", "style": r"</style\s*+>", "": "-->"}.items()
}
BLOCK_TAG = re.compile(rf"</?(?:{BLOCK_TAGS}){REST_OF_TAG}", re.IGNORECASE)
INLINE_TAG = re.compile(rf"</?(?:{INLINE_TAGS}|\w+:\w+){REST_OF_TAG}", re.IGNORECASE)
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
INVISIBLE_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u2060\ufeff]")
SPACES = re.compile(r"[^\S\n]+")
EXTRA_NEWLINES = re.compile(r"\n{3,}")
MAX_ESCAPE_DEPTH = 3  # for text that was escaped up to three times


def to_plain_text(text: str) -> str:
    """Return *text* without markup; text that only resembles markup (``t <5``, ``&region=1``) is kept."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for _ in range(MAX_ESCAPE_DEPTH):
        peeled = ENTITY.sub(lambda entity: unescape(entity.group()), _without_tags(text))
        if peeled == text:
            break
        text = peeled
    seen = INVISIBLE_CHARACTERS.sub("", _without_tags(text))
    lines = (SPACES.sub(" ", line).strip() for line in seen.split("\n"))
    return EXTRA_NEWLINES.sub("\n\n", "\n".join(lines)).strip()


def _without_tags(text: str) -> str:
    return INLINE_TAG.sub("", BLOCK_TAG.sub("\n", _without_invisible_elements(text)))


def _without_invisible_elements(text: str) -> str:
    """Return *text* with a space for each comment, script and style; one that never ends is kept.

    Each end is looked for from the position of the last one, and not again once there is none.
    """
    parts, read, unending = [], 0, set[str]()
    for start in INVISIBLE_START.finditer(text):
        name = (start[1] or "").lower()
        if start.start() < read or name in unending:
            continue
        end = INVISIBLE_ENDS[name].search(text, start.end())
        if end is None:
            unending.add(name)
            continue
        parts += [text[read : start.start()], " "]
        read = end.end()
    return "".join((*parts, text[read:]))
