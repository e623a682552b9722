"""How much a word says by itself, for French nouns and adjectives, as graded for this project.

    python3 data/build/grades.py data/build/grades.fr.tsv data/grades.fr.bin

The input has a line a word: `noun` or `adjective`, the lemma, its grades. A noun has two digits: 0 to 3
for what it is worth as a term by itself, and 0 to 2 for how often it heads one. An adjective has one,
0 to 2, for how often it makes a term of a noun. Lines that begin with `#` are passed over. Writes a
table: `n` or `a`, a space and the folded lemma -> the digits as a number.
"""

import sys

from tables import NUMBERS, fold, table, write


def main():
    source, target = sys.argv[1:]
    grades = {}
    with open(source, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#"):
                continue
            of, lemma, digits = line.rstrip("\n").split("\t")
            # Two spellings of one folded lemma: the higher grade.
            key = f"{of[0]} {fold(lemma)}"
            grades[key] = max(int(digits), grades.get(key, 0))
    write(target, table(NUMBERS, grades))
    print(len(grades), "words")


if __name__ == "__main__":
    main()
