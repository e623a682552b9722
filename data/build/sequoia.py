"""Cuts the French Sequoia treebank into folders of text, one for each source of its sentences.

    python3 sequoia.py OUT fr_sequoia-ud-dev.conllu fr_sequoia-ud-test.conllu fr_sequoia-ud-train.conllu

Writes OUT/emea, OUT/wiki, OUT/euro and OUT/er: files of a hundred sentences, one a line, in the order of
their numbers.
"""
import pathlib
import sys

SOURCES = (("emea", "emea"), ("frwiki", "wiki"), ("Europar", "euro"))


def source(identifier):
    return next((name for sign, name in SOURCES if sign in identifier), "er")


def main():
    out = pathlib.Path(sys.argv[1])
    sentences = {}
    for path in sys.argv[2:]:
        identifier = ""
        for line in open(path, encoding="utf-8"):
            if line.startswith("# sent_id"):
                identifier = line.split("=", 1)[1].strip()
            elif line.startswith("# text ="):
                text = line.split("=", 1)[1].strip()
                sentences.setdefault(source(identifier), []).append((identifier, text))
    for name, found in sorted(sentences.items()):
        folder = out / name
        folder.mkdir(parents=True, exist_ok=True)
        found.sort()
        for at in range(0, len(found), 100):
            lines = "".join(text + "\n" for _, text in found[at : at + 100])
            (folder / f"{at // 100:02d}.txt").write_text(lines, encoding="utf-8")


main()
