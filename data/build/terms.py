"""Terms of institutions, English and French.

    python3 data/build/terms.py --eurovoc eurovoc.en-fr.tsv \\
        --franceterme franceterme.en-fr.tsv --franceterme franceterme-recent.en-fr.tsv \\
        --canada canada-law-defined-terms.en-fr.tsv data/terms.en-fr.bin

Each file has a header and lines `en TAB fr TAB info`; EuroVoc's info is
`id=… altEN=a ; b altFR=c ; d`. Writes two tables, English and French: a key is a folded term, its
value the collections (one byte, see COLLECTIONS), the term as written (length and bytes; length 0
when it is the key), the number of equivalents and their ranks in the other table.
"""

import argparse
import re

from tables import BYTES, fold, ranks, table, varint, write

COLLECTIONS = {"eurovoc": 1, "franceterme": 2, "canada": 4}
# A label that its collection keeps beside the preferred one: its equivalent may be a near one.
ALTERNATE = 128
LONGEST = 9


def clean(text):
    """The term without what a dictionary adds to it; empty where it cannot be told."""
    text = re.sub(r"[\u200b-\u200f\u2060\ufeff\u00ad]", "", text)
    text = re.sub(r"\s+", " ", text).strip(" ;,:.")
    # «usine (en)», «arrière-plan (d')»: the preposition stands first.
    inverted = re.fullmatch(r"([^()]+) \((à|en|de|d['’]|au|aux|sur|sous|par|hors|sans)\)", text)
    if inverted:
        base, preposition = inverted.groups()
        text = preposition + ("" if preposition[-1] in "'’" else " ") + base
    # «démineur, -euse éditorial, -e»: the masculine form.
    text = re.sub(r", ?-[\w-]+", "", text)
    text = re.sub(r" ?\([^()]*\)$", "", text)
    if text.count("(") != text.count(")") or re.search(r"[;|=§\[\]]", text):
        return ""
    letters = sum(c.isalpha() for c in text)
    if letters < 2 or letters < len(text) / 2 or len(text.split(" ")) > LONGEST:
        return ""
    return text


class Side:
    """The terms of one language: by folded term its collections, spelling and equivalents."""

    def __init__(self):
        self.terms = {}

    def add(self, term, flag, equivalents):
        key = fold(term)
        flags, spelling, known = self.terms.setdefault(key, [set(), term, []])
        flags.add(flag)
        known.extend(fold(e) for e in equivalents if fold(e) not in known)
        return spelling

    def bytes(self, other):
        rank = ranks(other.terms)
        entries = {}
        for key, (flags, spelling, known) in self.terms.items():
            mask = 0
            for flag in flags:
                mask |= flag & ~ALTERNATE
            # An alternate label somewhere, a preferred one elsewhere: preferred.
            if all(flag & ALTERNATE for flag in flags):
                mask |= ALTERNATE
            written = b"" if spelling == key else spelling.encode()
            equivalents = [rank[e] for e in known if e in rank]
            entries[key] = (
                bytes([mask]) + varint(len(written)) + written
                + varint(len(equivalents)) + b"".join(varint(e) for e in equivalents)
            )
        return table(BYTES, entries)


def alternates(info, name):
    found = re.search(rf"{name}=(.*?)(?: alt[A-Z]{{2}}=|$)", info)
    return [clean(alternate) for alternate in found.group(1).split(" ; ")] if found else []


def main():
    arguments = argparse.ArgumentParser()
    for name in COLLECTIONS:
        arguments.add_argument(f"--{name}", action="append", default=[])
    arguments.add_argument("out")
    given = arguments.parse_args()
    english, french = Side(), Side()
    for name, flag in COLLECTIONS.items():
        for path in getattr(given, name):
            with open(path, encoding="utf-8") as lines:
                rows = [line.rstrip("\n").split("\t") for line in lines][1:]
            for en, fr, info in rows:
                en, fr = clean(en), clean(fr)
                if not en or not fr:
                    continue
                english.add(en, flag, [fr])
                french.add(fr, flag, [en])
                for alternate in filter(None, alternates(info, "altEN")):
                    english.add(alternate, flag | ALTERNATE, [fr])
                for alternate in filter(None, alternates(info, "altFR")):
                    french.add(alternate, flag | ALTERNATE, [en])
    write(given.out, english.bytes(french), french.bytes(english))
    print(len(english.terms), "English terms,", len(french.terms), "French terms")


if __name__ == "__main__":
    main()
