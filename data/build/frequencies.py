"""Word frequencies of French and English, from the wheel of wordfreq 3.1.1.

    python3 data/build/frequencies.py wordfreq-3.1.1-py3-none-any.whl data

Writes `frequency.fr.bin` and `frequency.en.bin`: keys are folded words, values Zipf x 100 (the
logarithm, to the base of ten, of the word's occurrences in a thousand million words).
"""

import gzip
import sys
import zipfile

from tables import NUMBERS, fold, table, write

WORDS = 130_000


def unpack(data):
    """The values of a MessagePack file that holds maps, arrays, strings and small numbers."""
    at = 0

    def number(size):
        nonlocal at
        at += size
        return int.from_bytes(data[at - size : at], "big")

    def text(size):
        nonlocal at
        at += size
        return data[at - size : at].decode()

    def one():
        head = number(1)
        if head < 0x80:
            return head
        if head < 0x90:
            return {one(): one() for _ in range(head & 0xF)}
        if head < 0xA0:
            return [one() for _ in range(head & 0xF)]
        if head < 0xC0:
            return text(head & 0x1F)
        sizes = {0xD9: 1, 0xDA: 2, 0xDB: 4}
        if head in sizes:
            return text(number(sizes[head]))
        if head in (0xDC, 0xDD):
            return [one() for _ in range(number(2 if head == 0xDC else 4))]
        if head in (0xCC, 0xCD, 0xCE):
            return number({0xCC: 1, 0xCD: 2, 0xCE: 4}[head])
        raise ValueError(f"byte {head:#x} at {at} is not expected in a frequency list")

    return one()


def frequencies(bins):
    """The commonest words: the list's n-th bin holds the words of 10^(-n/100) of all words."""
    found = {}
    for centibels, words in enumerate(bins):
        for word in words:
            if any(c.isdigit() for c in word) or not any(c.isalpha() for c in word):
                continue
            zipf = 900 - centibels
            word = fold(word)
            # Words that fold alike keep the commoner one's figure.
            if word not in found and zipf > 0 and len(found) < WORDS:
                found[word] = zipf
    return found


def main():
    wheel, folder = sys.argv[1:]
    with zipfile.ZipFile(wheel) as archive:
        for language in ("fr", "en"):
            packed = archive.read(f"wordfreq/data/large_{language}.msgpack.gz")
            header, *bins = unpack(gzip.decompress(packed))
            if header != {"format": "cB", "version": 1}:
                raise ValueError(f"unknown list: {header}")
            found = frequencies(bins)
            write(f"{folder}/frequency.{language}.bin", table(NUMBERS, found))
            print(language, len(found), "words, least", min(found.values()))


if __name__ == "__main__":
    main()
