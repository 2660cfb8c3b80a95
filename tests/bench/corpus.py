"""The corpora of the benchmark: the same bytes on every machine.

    corpus.py PACK FOLDER

PACK is the build's bundles/pack, FOLDER is filled with archives of reports in
grammatical-looking Russian: headings, lists, tables, links, footnotes.
"""
import os
import random
import subprocess
import sys

STEMS = """государств комитет рекомендаци прав человек свобод собрани мнени суд закон положени защит
мер доступ информаци объединени граждан участи доклад обзор механизм осуществлени обязательств практик
насили дискриминаци образовани здоровь труд расследовани ответственност надзор независимост орган решени
развити соглашени процедур сообщени представител организаци законодательств выражени содержани заключени""".split()
ENDINGS = ["", "а", "ы", "ов", "ам", "ами", "ах", "ия", "ию", "ией", "ого", "ому", "ых", "ыми", "ость", "ости"]
SMALL = ["в", "и", "на", "по", "с", "о", "не", "для", "что", "также", "при", "из", "к", "должно", "следует"]

# The first words of every report: what the first frame must show.
FIRST = "Настоящий"


class Writer:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.notes = 0

    def word(self):
        r = self.random
        return r.choice(SMALL) if r.random() < 0.3 else r.choice(STEMS) + r.choice(ENDINGS)

    def sentence(self):
        r = self.random
        words = [self.word() for _ in range(r.randint(8, 22))]
        i = r.randrange(len(words))
        style = r.random()
        if style < 0.10:
            words[i] = f"**{words[i]}**"
        elif style < 0.18:
            words[i] = f"*{words[i]}*"
        elif style < 0.22:
            words[i] = f"[{words[i]}](https://example.org/{r.randint(1, 999)})"
        words[len(words) // 2] += ","
        text = " ".join(words)
        return text[:1].upper() + text[1:] + "."

    def paragraph(self):
        return " ".join(self.sentence() for _ in range(self.random.randint(2, 6)))

    def block(self, part):
        r = self.random
        kind = r.random()
        if kind < 0.08:
            return f"{'#' * r.randint(2, 4)} {' '.join(self.word() for _ in range(5)).capitalize()}"
        if kind < 0.20:
            return "\n".join(f"- {self.sentence()}" for _ in range(r.randint(3, 7)))
        if kind < 0.28:
            return "\n".join(f"{i}. {self.sentence()}" for i in range(part, part + r.randint(2, 5)))
        if kind < 0.31:
            rows = [f"| {self.word()} | {self.sentence()} | {r.randint(1, 900)} |" for _ in range(r.randint(3, 8))]
            return "\n".join(["| Мера | Содержание | Число |", "|---|---|---:|"] + rows)
        if kind < 0.34:
            return f"> {self.paragraph()}"
        if kind < 0.37:
            self.notes += 1
            return f"{self.paragraph()}[^{self.notes}]\n\n[^{self.notes}]: {self.sentence()}"
        return self.paragraph()

    def report(self, title, size):
        parts = [f"# {title}", f"{FIRST} доклад. {self.paragraph()}"]
        have = sum(len(p.encode()) + 2 for p in parts)
        while True:
            block = self.block(len(parts))
            have += len(block.encode()) + 2
            if have > size:
                break
            parts.append(block)
        return "\n\n".join(parts) + "\n"


# name: sizes of its reports in bytes; the first one is the one that is measured
BUNDLES = {
    "six": [1_040_000] * 6,
    "ten": [64_000] * 10,
    "big": [1_040_000],
    "small": [64_000],
    "huge": [4 * 1024 * 1024 - 1024],
}


def make(pack, folder):
    for number, (name, sizes) in enumerate(BUNDLES.items()):
        files = []
        os.makedirs(os.path.join(folder, name), exist_ok=True)
        for i, size in enumerate(sizes):
            files.append(f"{name}/report{i + 1}.ru.md")
            with open(os.path.join(folder, files[-1]), "w", encoding="utf-8", newline="\n") as f:
                f.write(Writer(100 * number + i).report(f"Доклад {i + 1}", size))
        for suffix in ("tar.zst", "zip"):
            subprocess.run([pack, os.path.join(folder, f"{name}.{suffix}"), folder, name] + files, check=True)


if __name__ == "__main__":
    make(sys.argv[1], sys.argv[2])
