"""Every call succeeded, but for the known defects of the clients."""

from .report import Report


def check(report: Report, results: list[dict], known_defects: list[dict]) -> None:
    """Count the calls. A known defect that no longer fails is a failure itself."""
    met = [False] * len(known_defects)
    for result in results:
        for call in result["calls"]:
            matching = [
                index
                for index, defect in enumerate(known_defects)
                if call["error"] is not None and _is_of(defect, result["client"], call)
            ]
            for index in matching:
                met[index] = True
            holds = call["error"] is None or bool(matching)
            report.check(holds, result["client"], call["method"], call["arguments"], call["error"])
    clients = {result["client"] for result in results}
    for defect, was_met in zip(known_defects, met):
        if defect["client"] in clients:
            where = defect.get("arguments", defect.get("error", ""))
            report.check(was_met, defect["client"], defect["method"], where, "no longer fails: remove the known defect")


def _is_of(defect: dict, client: str, call: dict) -> bool:
    return (
        defect["client"] == client
        and defect["method"] == call["method"]
        and defect.get("arguments", "") in call["arguments"]
        and defect.get("error", "") in call["error"]
    )
