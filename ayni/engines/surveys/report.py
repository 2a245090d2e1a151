"""The account of a reading: a CSV of everything that could not be used, and a summary in words."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from ayni.engines.surveys import survey as surveys
from ayni.kernel import spreadsheets

COLUMNS = (*surveys.Refusal._fields,)


def write(path: str | Path, survey: surveys.Survey) -> str:
    """Write every refusal to a CSV file (UTF-8, with a header) and give back the summary."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows([spreadsheets.guarded(value) for value in refusal] for refusal in survey.refusals)
    return summary(survey)


def summary(survey: surveys.Survey, reasons: int = 5) -> str:
    """Rows read, kept and refused per file, and the most frequent reasons."""
    lines = [
        f"{file}: {count.read:,} rows read, {count.kept:,} kept, {count.refused:,} refused, "
        f"{count.cells:,} answers unknown because they could not be used."
        for file, count in survey.counts.items()
    ]
    seen = Counter((one.file, one.column, one.kind, general(one)) for one in survey.refusals)
    for (file, column, kind, reason), times in seen.most_common(reasons):
        place = f"{file}, {column}" if column else file
        lines.append(f"  {times:,} × {kind} in {place}: {reason}")
    return "\n".join(lines)


def general(refusal: surveys.Refusal) -> str:
    """The reason without the answer, so that like reasons are counted together."""
    return refusal.reason.replace(refusal.value, "…") if refusal.value else refusal.reason
