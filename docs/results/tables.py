"""Makes the CSV files of this folder out of what the experiment and the evaluation of scaling write.

    python3 docs/results/tables.py experiment/results.json docs/results
    python3 docs/results/tables.py evaluation/results.json docs/results/scaling evaluation/report.html

Needs nothing but Python 3.
"""

import csv
import html
import json
import re
import sys
from pathlib import Path

BUDGETS = {"PER_INTENT": "intent", "INCIDENT": "incident"}
VERDICTS = {"own": "own", "incident": "first", "plus30": "plus30", "plus60": "plus60", "final": "last"}
INTENTS = ("telemetry", "analytics", "api")
FIGURES = (
    {"failures": "failures", "budget_held": "budgetHeld", "detection": "detection.all"}
    | {f"detection_{intent}": f"detection.{intent}" for intent in INTENTS}
    | {
        "incident_detection": "incidentDetection",
        "lead_min": "lead.all",
        "lead120_min": "lead120",
        "incident_lead_min": "incidentLead",
        "incident_lead_at_one_per_day_min": "incidentLeadAtOnePerDay",
        "fp_per_day_sum": "fpPerDay.sum",
        "fp_per_day_incident": "fpPerDay.incident",
    }
    | {
        f"cause_{name}{suffix}": f"rootCause.{verdict}.{kind}"
        for verdict, name in VERDICTS.items()
        for suffix, kind in (("", "all"), ("_codrift", "codrift"))
    }
    | {
        f"{name}_{VERDICTS[verdict]}": f"certainty.{verdict}.{figure}"
        for verdict in ("incident", "plus60")
        for name, figure in (("alone", "alone"), ("alone_right", "aloneRight"))
    }
    | {
        "flips": "flips",
        "time_left_first_held": "timeToFailure.firstAlert.held",
        "time_left_first_width_min": "timeToFailure.firstAlert.widthMinutes",
        "time_left_all_held": "timeToFailure.allMinutes.held",
        "time_left_all_width_min": "timeToFailure.allMinutes.widthMinutes",
    }
)
MODEL_FIGURES = {  # which do not depend on a budget
    "ece": "ece",
    "brier": "brier",
    "base_rate_brier": "baseRateBrier",
    "explanation_top_two": "explanation.topTwo",
    "train_seconds": "trainSeconds",
}


def text(value, digits=4):
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        short = f"{value:.{digits}f}".rstrip("0").rstrip(".")
        return "0" if short in ("-0", "") else short
    return value


def at(tree, path):
    for name in path.split("."):
        tree = tree.get(name) if isinstance(tree, dict) else None
    return tree


def row(tree, figures, suffix="", digits=4):
    return [text(at(tree, path + suffix), digits) for path in figures.values()]


def write(file, header, rows):
    with open(file, "w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def policies(result, kinds):
    """A model's own budget first, then the other kind, then the own with an operator's verdicts."""
    yield kinds["budgetKind"], "no", result
    for path, verdicts in (("otherBudget", "no"), ("feedback.verdicts", "yes")):
        if at(result, path):
            yield at(kinds, path)["budgetKind"], verdicts, at(result, path)


def experiment(results, folder):
    none = [""] * len(MODEL_FIGURES)
    folds, models, budgets, reliability = [], [], [], []
    for name, model in results["models"].items():
        first = model["folds"][0]
        for fold in model["folds"]:
            for i, (kind, verdicts, result) in enumerate(policies(fold, fold)):
                own = row(fold, MODEL_FIGURES) if i == 0 else none
                folds.append(
                    [name, fold["fold"], BUDGETS[kind], verdicts] + row(result, FIGURES, digits=3) + own
                )
        own = [name, BUDGETS[first["budgetKind"]], "no", "all failures"]
        models.append(own + row(model["pooled"], FIGURES) + none)
        for suffix, of in ((".mean", "mean of folds"), (".sd", "sd over folds")):
            for i, (kind, verdicts, result) in enumerate(policies(model["summary"], first)):
                more = row(result, MODEL_FIGURES, suffix) if i == 0 else none
                models.append([name, BUDGETS[kind], verdicts, of] + row(result, FIGURES, suffix) + more)
        for i, budget in enumerate(first["budgets"]):
            all_folds = [fold["budgets"][i] for fold in model["folds"]]
            means = [
                sum(each[figure] for each in all_folds) / len(all_folds)
                for figure in ("fpPerDay", "incidentLead")
            ]
            budgets.append([name, text(budget["budget"])] + [text(mean) for mean in means])
        for i in range(len(first["reliability"])):
            bins = [fold["reliability"][i] for fold in model["folds"] if fold["reliability"][i]["count"]]
            count = sum(each["count"] for each in bins)
            means = [
                text(sum(each["count"] * each[figure] for each in bins) / count) if count else ""
                for figure in ("risk", "frequency")
            ]
            reliability.append([name, i + 1, count] + means)
    names = [*FIGURES, *MODEL_FIGURES]
    write(folder / "folds.csv", ["model", "fold", "budget_of", "verdicts", *names], folds)
    write(folder / "models.csv", ["model", "budget_of", "verdicts", "of", *names], models)
    write(
        folder / "budgets.csv",
        ["model", "budget_per_day", "fp_per_day", "incident_lead_min"],
        budgets,
    )
    write(
        folder / "reliability.csv",
        ["model", "bin", "rows", "mean_risk", "share_failing_within_horizon"],
        reliability,
    )
    figures = ("meanA", "meanB", "difference", "low", "high", "p")
    write(
        folder / "comparisons.csv",
        ["metric", "a", "b", "budget_of", "mean_a", "mean_b", "difference", "low", "high", "p", "n"],
        [
            [each["metric"].lower(), each["a"], each["b"], BUDGETS[each["budget"]]]
            + [text(each[figure]) for figure in figures]
            + [each["n"]]
            for each in results["comparisons"]
            if "mild" in (each["a"], each["b"])
        ],
    )


def scaling(results, folder, report):
    scenarios = results["scenarios"]
    figures = next(iter(next(iter(scenarios.values())).values())).keys()
    write(
        folder / "figures.csv",
        ["days", "policy_and_balancer"]
        + [name for figure in figures for name in (figure, figure + "_half_width95")],
        [
            [days, contender]
            + [text(each, 3) for figure in result.values() for each in (figure["mean"], figure["halfWidth95"])]
            for days, contenders in scenarios.items()
            for contender, result in contenders.items()
        ],
    )
    page = report.read_text(encoding="utf-8").replace("−", "-")
    rivals = ("p2c", "peak_ewma", "least_loaded")
    write(
        folder / "equal-cost.csv",
        ["days", "target_percent", "cost_replica_hours", "cost_half_width95"]
        + ["violations_percent", "violations_half_width95"]
        + [
            name + rival
            for rival in rivals
            for name in ("change_percent_against_hpa_", "half_width95_", "days_compared_")
        ],
        [
            [cells[0], cells[1].split()[0], *spread(cells[2])[:2], *spread(cells[3])[:2]]
            + [value for cell in cells[4:] for value in spread(cell)]
            for cells in table(page, "At equal cost")[1:]
        ],
    )
    changes = []
    for target in ("70", "80"):
        days, *rows = table(page, f"Target {target}")
        for cells in rows:
            for day, cell in zip(days[2:], cells[2:]):
                match = re.match(r"(\S+) → (\S+)\s+\+?(\S+) ± (\S+) (%|s)$", cell)
                changes.append([target, cells[0], day, *match.groups()])
    write(
        folder / "changes.csv",
        ["target_percent", "figure", "days", "threshold_round_robin", "mild", "change"]
        + ["half_width95", "unit_of_change"],
        changes,
    )


def table(page, heading):
    """The cells of the first table below a heading."""
    start = page.index(heading)
    rows = re.findall(r"<tr.*?</tr>", page[start : page.index("</table>", start)], flags=re.S)
    cells = [re.findall(r"<t[dh].*?</t[dh]>", each, flags=re.S) for each in rows]
    return [
        [html.unescape(re.sub(r"<[^>]+>", " ", cell)).replace("\xa0", " ").strip() for cell in row]
        for row in cells
    ]


def spread(cell):
    mean, half_width, days = re.match(
        r"\+?(-?[\d.]+) ± ([\d.]+)(?: %)?(?: \((\d+) of \d+ days\))?$", cell
    ).groups()
    return mean, half_width, days or "20"


if __name__ == "__main__":
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    read = json.loads(source.read_text(encoding="utf-8"))
    if "scenarios" in read:
        scaling(read, target, Path(sys.argv[3]))
    else:
        experiment(read, target)
