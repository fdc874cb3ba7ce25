"""Counts checks, and collects failures."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Iterator

from .differences import difference

# More failures of the same kind are counted, but not printed.
SHOWN = 8
LONGEST_LINE = 400


@dataclass(frozen=True)
class Failure:
    """A failed call or check."""

    client: str
    # A method, or the name of a check.
    name: str
    # The arguments, or the place.
    where: str
    problem: str

    def __str__(self) -> str:
        text = f"FAILED {self.client}: {self.name} ({self.where}): {self.problem}"
        # Errors of some clients have several lines, and colours of a terminal.
        line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
        return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 3]}..."


@dataclass
class Report:
    """The outcome of all checks."""

    passed: int = 0
    failures: list[Failure] = field(default_factory=list)

    def check(self, holds: bool, client: str, name: str, where: str, problem: str) -> None:
        """Count a check, and record the problem if it does not hold."""
        if holds:
            self.passed += 1
        else:
            self.failures.append(Failure(client, name, where, problem))

    def of(self, client: str) -> "ClientReport":
        """Return this report, for the checks of one client."""
        return ClientReport(self, client)

    def lines(self) -> Iterator[str]:
        """Yield a line for each failure. Of many failures of one kind, yield the first ones and their number."""
        seen: Counter[tuple[str, str]] = Counter()
        for failure in self.failures:
            kind = (failure.client, failure.name)
            seen[kind] += 1
            if seen[kind] <= SHOWN:
                yield str(failure)
        for (client, name), count in seen.items():
            if count > SHOWN:
                yield f"FAILED {client}: {name}: {count - SHOWN} more"


@dataclass(frozen=True)
class ClientReport:
    """A report for the checks of one client."""

    report: Report
    client: str

    def check(self, holds: bool, name: str, where: str, problem: str) -> None:
        """See Report.check."""
        self.report.check(holds, self.client, name, where, problem)

    def same(self, found, expected, name: str, where: str) -> None:
        """Check that two values are equal."""
        problem = difference(found, expected)
        self.check(problem is None, name, where, f"found and expected: {problem}")
