"""Value F1 of `tag` on every development corpus, by the shared scorer; --half checks by halves.

.venv/bin/python benchmarks/bench_timex_accuracy.py [corpus…] [--half tune|check] [--errors N]
"""

import argparse
import hashlib
import importlib.util
import sys
from datetime import date, datetime
from pathlib import Path

from timeline.core.article import Anchor, Article, read_published
from timeline.core.timex import record
from timeline.extract.normalise import tag

SHARED = Path(__file__).resolve().parents[2] / "shared" / "eval"


def main() -> None:
    options = read_options()
    if not SHARED.is_dir():
        print("skipped: ../shared/eval is absent, so there is no corpus to score on")
        return
    scorer = load_scorer()
    for file in sorted((SHARED / "timex").glob("*.jsonl")):
        if options.corpus and not any(name in file.name for name in options.corpus):
            continue
        documents = [one for one in scorer.read_jsonl(file) if in_half(one["id"], options.half)]
        predicted = {one["id"]: predict(one) for one in documents}
        report, misses = scorer.score(documents, predicted)
        print(line(file.stem, report))
        for miss in [one for one in misses if options.kind in {"", one[1]}][: options.errors]:
            print("   ", scorer.show_miss(*miss))


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="*")
    parser.add_argument("--half", choices=("tune", "check"))
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--kind", default="")
    return parser.parse_args()


def load_scorer():
    spec = importlib.util.spec_from_file_location("score_timex", SHARED / "score_timex.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def in_half(name: str, half: str | None) -> bool:
    side = "check" if hashlib.sha256(name.encode()).digest()[0] % 2 else "tune"
    return half is None or side == half


def predict(document: dict) -> list[dict]:
    published: date | datetime = read_published(document["dct"])
    article = Article(
        text=document["text"], anchor=Anchor(published=published), lang=document["lang"]
    )
    return [record(one) for one in tag(article)]


def line(name: str, report: dict) -> str:
    strict, relaxed = report["strict"]["f1"], report["relaxed"]["f1"]
    return (
        f"{name:26} value F1 {100 * report['value_f1']:5.1f}   relaxed {100 * relaxed:5.1f}"
        f" (P {100 * report['relaxed']['p']:.0f} R {100 * report['relaxed']['r']:.0f})"
        f"   strict {100 * strict:5.1f}   type {100 * report['type_f1']:5.1f}"
    )


if __name__ == "__main__":
    sys.exit(main())
