"""What `scripts/test` says at the end: each part with its time and its cases, the slowest cases, the verdict."""

from collections import Counter
from collections.abc import Sequence

from scripts.py.suite_parts import Case, Result

SLOWEST = 20


def report(results: Sequence[Result], seconds: float, pace: float) -> int:
    """Prints it; 0 when everything passed."""
    print(f"\n{'':12}{'min:s':>7}{'passed':>8}{'failed':>8}{'skipped':>9}{'again':>7}")
    whole: Counter[str] = Counter()
    for result in results:
        of = Counter(case.verdict for case in result.cases)
        whole += of
        numbers = f"{of['passed']:8}{of['failed']:8}{of['skipped']:9}{len(result.repeated):7}" if result.cases else ""
        print(f"{result.name:12}{clock(result.seconds):>7}{numbers}{'' if result.code == 0 else '  失败 / failed'}")
    print(f"{'':12}{clock(seconds):>7}  全程 / in all, pace {pace:.2f}\n")
    slow: list[tuple[str, Case]] = [(result.name, case) for result in results for case in result.cases]
    print(f"最慢的 {SLOWEST} 个 / the slowest {SLOWEST}:")
    for name, case in sorted(slow, key=lambda one: -one[1].seconds)[:SLOWEST]:
        print(f"{case.seconds:8.1f} s  {name}: {case.name}")
    failed = [result.name for result in results if result.code != 0]
    print(f"\n失败 / failed: {', '.join(failed)}" if failed else "\n全部通过 / all passed")
    print(f"{whole['passed']} passed, {whole['failed']} failed, {whole['skipped']} skipped", flush=True)
    return 1 if failed else 0


def clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
