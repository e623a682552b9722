"""The bilingual word lexicon.

    python3 data/build/lexicon.py en-fr.tsv data/lexicon.en-fr.bin

Reads lines `en TAB fr TAB p(fr|en) TAB p(en|fr) TAB links`, folded words. Writes two tables: the
English words, each with its French words (rank in the second table, both probabilities in
thousandths, as varints), and the French words alone.
"""

import sys

from tables import BYTES, KEYS_ONLY, fold, ranks, table, varint, write

# The tokeniser keeps these whole where the lexicon's split them.
WHOLE = {"quelqu'": "quelqu'un"}


def main():
    source, target = sys.argv[1:]
    pairs = {}
    with open(source, encoding="utf-8") as lines:
        for line in lines:
            english, french, forward, backward, _ = line.rstrip("\n").split("\t")
            french = fold(WHOLE.get(french, french))
            probabilities = round(float(forward) * 1000), round(float(backward) * 1000)
            pairs.setdefault(fold(english), {}).setdefault(french, probabilities)
    rank = ranks({french for words in pairs.values() for french in words})
    entries = {}
    for english, words in pairs.items():
        # Best first, then by rank, so that a reader may stop early.
        ordered = sorted(words.items(), key=lambda item: (-item[1][0], rank[item[0]]))
        entries[english] = b"".join(
            varint(rank[french]) + varint(forward) + varint(backward)
            for french, (forward, backward) in ordered
        )
    write(target, table(BYTES, entries), table(KEYS_ONLY, rank))
    print(len(entries), "English words,", len(rank), "French words")


if __name__ == "__main__":
    main()
