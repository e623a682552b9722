"""What the scripts of this folder share: folding, and the sorted string table they write.

The table is read in place by `src/language/table.rs`, which documents it byte for byte.
"""

import re
import struct
import unicodedata

BLOCK = 16
KEYS_ONLY, NUMBERS, BYTES = 0, 1, 2

APOSTROPHES = "’‘‛\u02bc＇´`′"
QUOTES = "«»“”„‟‹›″＂「」『』"
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015−－﹣"
INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060\ufeff\u200d\u200c"
SPELLING = {ord(c): "'" for c in APOSTROPHES}
SPELLING.update({ord(c): '"' for c in QUOTES})
SPELLING.update({ord(c): "-" for c in DASHES})
SPELLING.update({ord(c): None for c in INVISIBLE})
SPELLING[ord("…")] = "..."
SPELLING[ord("ς")] = "σ"


def fold(text):
    """The form under which texts compare, as `language::fold` makes it."""
    text = unicodedata.normalize("NFC", text).lower().translate(SPELLING)
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", text).strip())


def varint(number):
    """Seven bits a byte, lowest first, the high bit set on all but the last."""
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def value(kind, content):
    if kind == KEYS_ONLY:
        return b""
    if kind == NUMBERS:
        return varint(content)
    return varint(len(content)) + content


def table(kind, entries):
    """The bytes of a table: `entries` maps a key to an int, to bytes, or to anything."""
    keys = sorted((key.encode(), key) for key in entries)
    starts, payload, previous = [], bytearray(), b""
    for rank, (key, text) in enumerate(keys):
        if rank % BLOCK == 0:
            starts.append(len(payload))
            payload += varint(len(key)) + key
        else:
            shared = 0
            while shared < min(len(key), len(previous)) and key[shared] == previous[shared]:
                shared += 1
            suffix = key[shared:]
            payload.append(min(shared, 15) << 4 | min(len(suffix), 15))
            if shared >= 15:
                payload += varint(shared - 15)
            if len(suffix) >= 15:
                payload += varint(len(suffix) - 15)
            payload += suffix
        payload += value(kind, entries[text])
        previous = key
    head = b"BT\x01" + bytes([kind]) + struct.pack("<III", len(keys), len(starts), len(payload))
    return head + struct.pack(f"<{len(starts)}I", *starts) + bytes(payload)


def ranks(keys):
    """The rank of each key in the table that holds them."""
    return {key: rank for rank, key in enumerate(sorted(keys, key=str.encode))}


def write(path, *tables):
    with open(path, "wb") as out:
        out.write(b"".join(tables))
