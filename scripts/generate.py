"""Write everything that is drawn from something else: schema, tables, the commands of the runbooks.

`--check` writes nothing and fails if anything is stale. The runbooks' commands come from real runs: each scenario is
diagnosed as `demo` does it, and the repair of its first cause is written into the page of the cause's kind.
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import scripts.generate_catalogue as fault_catalogue  # noqa: E402 - found through the path above
import scripts.generate_schema as schema  # noqa: E402
from diagnostics.catalogue import Catalogue, load_catalogue  # noqa: E402
from diagnostics.diagnosis.cause import RankedCause  # noqa: E402
from diagnostics.report import views  # noqa: E402
from diagnostics.report.repair_record import Command  # noqa: E402
from diagnostics.report.wording import needed_first  # noqa: E402

BEGIN, END = "<!-- repair -->", "<!-- /repair -->"
DEMO_BEGIN, DEMO_END = "<!-- demo -->", "<!-- /demo -->"
CONTENTS_BEGIN, CONTENTS_END = "<!-- contents -->", "<!-- /contents -->"
TABLE_BEGIN, TABLE_END = "<!-- checks -->", "<!-- /checks -->"
SITUATIONS = ROOT / "runbooks" / "SITUATIONS.md"


def between(text: str, begin: str, end: str, body: str) -> str:
    """Put a body between two marks."""
    return re.sub(
        re.escape(begin) + r".*?" + re.escape(end),
        lambda _: f"{begin}\n{body}\n{end}",
        text,
        flags=re.DOTALL,
    )


def checks_table(catalogue: Catalogue) -> str:
    """Draw the README's table of checks."""
    rows = ["| check | true when all is well | step | says |", "|---|---|---|---|"]
    for check in catalogue.checks:
        kinds = ", ".join(
            f"[{kind.code}](runbooks/{kind.code}-{kind.slug}.md)"
            for kind in sorted(check.kinds, key=lambda kind: kind.code)
        )
        rows.append(f"| `{check.id}` | {check.title} | {check.step.value} | {kinds} |")
    return "\n".join(rows)


def readme(catalogue: Catalogue) -> str:
    """Give the README with its table and the real output of the demo."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    text = between(text, TABLE_BEGIN, TABLE_END, checks_table(catalogue))
    return with_demo(between(text, CONTENTS_BEGIN, CONTENTS_END, contents(text)))


def contents(page: str) -> str:
    """List what stands below the list: a line for each section, with the parts of it."""
    below = re.sub(
        r"^```.*?^```", "", page.partition(CONTENTS_END)[2], flags=re.MULTILINE | re.DOTALL
    )
    sections: list[list[str]] = []
    for level, title in re.findall(r"^(###?) (.+)$", below, flags=re.MULTILINE):
        link = f"[{title}](#{re.sub(r'[^a-z0-9 -]', '', title.lower()).replace(' ', '-')})"
        if level == "##":
            sections.append([])
        sections[-1].append(link)
    lines = (f"* {one}: {' · '.join(parts)}" if parts else f"* {one}" for one, *parts in sections)
    return "\n".join(lines)


def with_demo(text: str) -> str:
    """Put the demo's report in; the old one stays if only its dates and times differ."""
    from diagnostics.report.present import present
    from diagnostics.simulator.surroundings import let_read_changes
    from tests.support.examined import examined

    # As `ajo-doctor demo` does: its login may read the directory's audit log.
    seen = examined("profile-store-revoked", change=let_read_changes)
    report = present((seen.report,), "text")
    shown = report.partition("\nWhat could not be seen")[0].rstrip()
    new = between(text, DEMO_BEGIN, DEMO_END, f"\n```text\n{shown}\n```\n")
    return text if steady(new) == steady(text) else new


def situations(catalogue: Catalogue) -> str:
    """Draw the table of situations."""
    kinds = {kind.code: kind for kind in catalogue.kinds}
    lines = [
        "# Situations",
        "",
        "What can be wrong, the kind that says it, and the simulated fault that shows it"
        " (`ajo-doctor demo <fault>`). Generated from `tests/situations.toml`.",
    ]
    group = ""
    for each in tomllib.loads((ROOT / "tests/situations.toml").read_text(encoding="utf-8"))[
        "situation"
    ]:
        if each["group"] != group:
            group = each["group"]
            lines += ["", f"## {group}", "", "| situation | kind | fault |", "|---|---|---|"]
        pages = ", ".join(f"[{code}]({code}-{kinds[code].slug}.md)" for code in each["kinds"])
        faults = ", ".join(f"`{fault}`" for fault in each["faults"])
        lines.append(f"| {each['text']} | {pages} | {faults} |")
    return "\n".join(lines) + "\n"


def examples() -> dict[str, str]:
    """Name a scenario for each cause: the fault of its name, else the first in the list."""
    from diagnostics.simulator.scenarios import SCENARIOS

    def is_other(name: str) -> bool:
        return SCENARIOS[name].faults != (SCENARIOS[name].cause,)

    named: dict[str, str] = {}
    for name in sorted(SCENARIOS, key=is_other):
        named.setdefault(SCENARIOS[name].cause, name)
    named.pop("", None)
    return named


def repair_block(ranked: RankedCause) -> str:
    """Draw the commands of one repair."""
    lines = ["The identifiers are those of the simulated environment; a report prints yours."]
    for number, step in enumerate(ranked.repair.steps, 1):
        instead = f" (instead of {step.alternative_to})" if step.alternative_to else ""
        lines += ["", f"{number}. {step.purpose}{instead} Needs: {step.role}. Risk: {step.risk}."]
        shown = views.step(step, None)
        for line in needed_first(shown):
            lines += ["", f"   {line}"]
        for title, command in (("", shown.command), ("Proof", shown.proof), ("Undo", shown.undo)):
            lines += command_block(title, command)
    lines += ["", f"Works after: {ranked.repair.works_after}. Escalate: {ranked.repair.escalate}."]
    return "\n".join(lines).strip("\n")


def command_block(title: str, command: Command | None) -> list[str]:
    """Draw one command for both shells; once where they agree."""
    if command is None:
        return []
    texts = dict.fromkeys((command.sh, command.powershell))
    lines = ["", f"   {title}:"] if title else []
    for language, text in zip(("sh", "powershell"), texts, strict=False):
        lines += ["", f"   ```{language}", f"   {text}", "   ```"]
    return lines


def runbooks(catalogue: Catalogue) -> dict[Path, str]:
    """Give the pages with their commands."""
    from tests.support.examined import examined

    made = (
        runbook(catalogue, cause, examined(name).judged.diagnosis.causes)
        for cause, name in examples().items()
    )
    return dict(filter(None, made))


def runbook(
    catalogue: Catalogue, cause: str, found: Sequence[RankedCause]
) -> tuple[Path, str] | None:
    """Give the page of a cause with the commands of its repair; None where it was not found first."""
    if not found or found[0].cause.id != cause:
        return None
    (kind,) = (each for each in catalogue.kinds if each.slug == cause)
    page = ROOT / "runbooks" / f"{kind.code}-{kind.slug}.md"
    text = page.read_text(encoding="utf-8")
    return page, between(text, BEGIN, END, steady(repair_block(found[0])))


def steady(text: str) -> str:
    """Take out what differs from run to run: dates of the simulated world follow today."""
    time = r"T[0-9:.]+Z|\s\d\d:\d\d(:\d\d)?(\sUTC)?"  # a line may end between date and time
    text = re.sub(rf"(?<!api-version=)\b20\d\d-\d\d-\d\d({time})?", "<date>", text)
    return re.sub(r"\(\d\d:\d\d [A-Z+0-9-]+\)", "(<time>)", text)


def everything() -> dict[Path, Callable[[], str]]:
    """Name every generated file but the runbooks."""
    catalogue = load_catalogue(())
    return {
        **schema.FILES,
        ROOT / "README.md": lambda: readme(catalogue),
        SITUATIONS: lambda: situations(catalogue),
        fault_catalogue.TARGET: fault_catalogue.text,
    }


def main() -> None:
    """Write or check."""
    os.environ.setdefault("NO_COLOR", "1")
    texts = {path: make() for path, make in everything().items()}
    if "--quick" not in sys.argv:
        texts |= runbooks(load_catalogue(()))
    stale = [
        path
        for path, text in texts.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" in sys.argv:
        sys.exit(
            f"stale: {', '.join(path.name for path in stale)}; run python scripts/generate.py"
            if stale
            else 0
        )
    for path in stale:
        path.write_text(texts[path], encoding="utf-8")
        print(f"written: {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
