#!/usr/bin/env python3
"""Holds the results of several clients against each other, and against the world of the sandbox.

Usage: compare.py FOLDER... (each has the name of its client, and the files info.json and result.json)
"""

import json
import sys
from pathlib import Path

from checks import agreement, assets, calls, films, histories, matches, people, ranks, records, required, world
from checks.report import Report

HERE = Path(__file__).parent
# A client can have its own list beside its program.
KNOWN_DEFECTS = [HERE / "known_defects.json", *sorted(HERE.glob("*/known_defects.json"))]
# Each of these holds the facts of one client against each other.
CHECKS_OF_A_CLIENT = [required, world, histories, matches, records, films, ranks, assets, people]


def compare(info: dict, results: list[dict], known_defects: list[dict]) -> Report:
    """Return the outcome of all checks."""
    report = Report()
    calls.check(report, results, known_defects)
    agreement.check(report, {result["client"]: result["facts"] for result in results})
    for module in CHECKS_OF_A_CLIENT:
        for result in results:
            module.check(report.of(result["client"]), result["facts"], info)
    return report


def main() -> int:
    """Compare the results in the folders of the command line, and print the failures."""
    folders = [Path(path) for path in sys.argv[1:]]
    finished = [folder for folder in folders if (folder / "result.json").exists()]
    results = [json.loads((folder / "result.json").read_text()) for folder in finished]
    info = json.loads((finished[0] / "info.json").read_text()) if finished else {}
    known_defects = [defect for path in KNOWN_DEFECTS for defect in json.loads(path.read_text())]
    report = compare(info, results, known_defects)
    for folder in folders:
        report.check(folder in finished, folder.name, "run", "", "no result: the client is not tested")
    for line in report.lines():
        print(line)
    print(f"interop: {report.passed} passed, {len(report.failures)} failed")
    return 0 if results and not report.failures else 1


if __name__ == "__main__":
    sys.exit(main())
