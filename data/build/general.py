"""General French with entries of several words, from the lists of TermSuite.

    python3 data/build/general.py french-general-language.txt french-fixed-expressions.txt data

Writes `general.fr.bin`: folded lemmas -> occurrences in a newspaper corpus; the key `` (empty)
holds the corpus's size in words. Writes `expressions.fr.bin`: folded lemmas of fixed expressions.
In both an entry is a row of lemmas: adjectives masculine singular, `du` written `de le`.
"""

import sys

from tables import KEYS_ONLY, NUMBERS, fold, table, write


def main():
    general, expressions, folder = sys.argv[1:]
    counts = {}
    with open(general, encoding="utf-8") as lines:
        for line in lines:
            if line.count("::") != 2:
                continue
            lemmas, _, count = line.strip().split("::")
            key = "" if lemmas.startswith("__NB") else fold(lemmas)
            # One lemma of two parts of speech counts once for each.
            counts[key] = counts.get(key, 0) + int(count)
    write(f"{folder}/general.fr.bin", table(NUMBERS, counts))
    with open(expressions, encoding="utf-8") as lines:
        fixed = {fold(line): None for line in lines if " " in line.strip()}
    write(f"{folder}/expressions.fr.bin", table(KEYS_ONLY, fixed))
    print(len(counts), "lemmas,", len(fixed), "expressions")


if __name__ == "__main__":
    main()
