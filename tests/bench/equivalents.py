#!/usr/bin/env python3
"""Equivalents against a termbase, beside Dice's coefficient in the same run.

    python3 tests/bench/equivalents.py target/release/bitext FOLDER TERMBASE.tsv [--sample SEED]

FOLDER holds `fr/` and `en/`, documents and their translations. TERMBASE has a header and the columns
`en` and `fr`. A pair of it counts where both terms stand in at least one aligned unit (plural or not,
case aside). Ours is the first equivalent of the candidate that has the French term among its forms.
Dice's is the English candidate whose units are most like those of the French term (2·both/(one+other));
both choose among what the program found in the texts. With --sample a hundred of the kept terms are
drawn and printed with all that they were rendered by, to be judged by a reader.
"""
import collections
import csv
import os
import random
import re
import subprocess
import sys
import tempfile

csv.field_size_limit(10**9)


def fold(text):
    """Lower case, one apostrophe, single spaces, no plural s or x at words' ends."""
    words = re.findall(r"\w+|'", text.lower().replace("’", "'"))
    return " ".join(word[:-1] if len(word) > 3 and word[-1] in "sx" else word for word in words)


def table(text):
    return list(csv.DictReader(text.split("\n"), delimiter="\t", quoting=csv.QUOTE_NONE))


def run(program, *arguments):
    done = subprocess.run([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{program} {' '.join(arguments)}: exit code {done.returncode}")
    return done.stdout


def places(terms, units):
    """For each folded term the units in which it stands."""
    longest = max(term.count(" ") for term in terms) + 1
    found = collections.defaultdict(set)
    for number, unit in enumerate(units):
        words = unit.split(" ")
        for start in range(len(words)):
            for end in range(start + 1, min(start + longest, len(words)) + 1):
                term = " ".join(words[start:end])
                if term in terms:
                    found[term].add(number)
    return found


def first(row):
    """The first of the renderings: `rule of law (14) | …`."""
    return re.sub(r" \(\d+\)$", "", row["equivalents_en"].split(" | ")[0])


def dice(term, french, english, by_unit):
    counts = collections.Counter(other for unit in french[term] for other in by_unit[unit])
    return max(counts, key=lambda o: (2 * counts[o] / (len(french[term]) + len(english[o])), o), default="")


def sample(kept, seed):
    kept.sort(key=lambda row: row["term"])
    for row in random.Random(seed).sample(kept, min(100, len(kept))):
        print(row["frequency"], row["term"], "=>", row["equivalents_en"][:150])


def main():
    program, folder, termbase = sys.argv[1:4]
    with tempfile.TemporaryDirectory() as desk:
        project, exported = os.path.join(desk, "p.bitext"), os.path.join(desk, "units.tsv")
        aligned = ("align", f"{folder}/fr", f"{folder}/en", "--from=fr", "--to=en")
        run(program, *aligned, "--project", project)
        if "--sample" in sys.argv:
            kept = table(run(program, "mine", "--lang=fr", "--format=tsv", "--project", project))
            sample(kept, int(sys.argv[sys.argv.index("--sample") + 1]))
            return
        run(program, *aligned, "-o", exported)
        with open(exported, encoding="utf-8") as file:
            rows = table(file.read())
        mined = {
            language: table(run(program, "mine", f"--lang={language}", "--all", "--format=tsv", "--project", project))
            for language in ("fr", "en")
        }
    units = {side: [fold(row[name]) for row in rows] for side, name in (("fr", "source"), ("en", "target"))}
    gold = collections.defaultdict(set)
    with open(termbase, encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            gold[fold(row["fr"])].add(fold(row["en"]))
    ours = {}
    for row in reversed(mined["fr"]):
        for form in row["forms"].split(" | "):
            ours[fold(form)] = fold(first(row)) if row["equivalents_en"] else ""
    candidates = {fold(form) for row in mined["en"] for form in row["forms"].split(" | ")}
    french = places(set(gold), units["fr"])
    english = places(candidates | set().union(*gold.values()), units["en"])
    by_unit = collections.defaultdict(set)
    for term in candidates:
        for unit in english[term]:
            by_unit[unit].add(term)
    pairs = [term for term in gold if any(french[term] & english[other] for other in gold[term])]
    print(f"{len(pairs)} terms of the termbase stand in the units with their equivalent")
    for name, answer in (("bitext", lambda t: ours.get(t, "")), ("Dice", lambda t: dice(t, french, english, by_unit))):
        answers = [(term, answer(term)) for term in pairs]
        given = sum(bool(other) for _, other in answers)
        right = sum(other in gold[term] for term, other in answers)
        print(f"{name:8} precision {right / max(1, given):.3f} recall {right / max(1, len(pairs)):.3f}")


main()
