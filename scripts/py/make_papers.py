"""Write the original templates of papers: `python -m scripts.py.make_papers [FOLDER]` (default content/papers).

For whoever has spoiled a template and wants the first version back; files that are there stay unless --over is said.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from docx.document import Document
from docx.shared import Mm

from scripts.py.paper_parts import (
    CENTRE,
    HEAVY,
    RIGHT,
    TITLE,
    add,
    fill,
    head,
    history,
    loop,
    new_page,
    new_table,
    rows,
    say,
    sign,
)


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="make_papers", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("content/papers"))
    parser.add_argument("--over", action="store_true", help="write over templates that are there")
    said = parser.parse_args(words)
    said.folder.mkdir(parents=True, exist_ok=True)
    for name, make in PAPERS.items():
        file = said.folder / f"{name}.docx"
        if file.exists() and not said.over:
            print(f"{file}: 已有，未改动 / is there, left alone")
            continue
        page = new_page()
        make(page)
        page.save(str(file))
        print(f"{file}: 已写好 / written")
    return 0


def slip(page: Document) -> None:
    """The handling slip: a form to fill in on one sheet, with what was done so far."""
    page.sections[0].top_margin = page.sections[0].bottom_margin = Mm(25)
    add(page, "{{ kind }}", font=TITLE, size=22, bold=True, align=CENTRE, after=6)
    add(page, "{{ number }}", size=14, align=RIGHT, after=4)
    table = new_table(page, (26, 52, 26, 52))
    for left, right in (
        (("工单编号", "{{ ticket }}"), ("登记时间", "{{ opened }}")),
        (("受理渠道", "{{ channel }}"), ("诉求类型", "{{ matter }}")),
        (("来电人", "{{ caller }}"), ("联系电话", "{{ caller_number }}")),
        (("事项分类", "{{ topic }}"), ("办理方式", "{{ way }}")),
        (("承办单位", "{{ unit }}"), ("办结期限", "{{ due }}")),
    ):
        fill(table.add_row().cells, (*left, *right))
    place = "{{ place }}{% if place and address %} {% endif %}{{ address }}"
    for label, text, height in (
        ("发生地点", place, 9), ("诉求标题", "{{ subject }}", 9), ("诉求内容", "{{ text }}", 30),
        ("转办意见", "{{ opinion }}", 16), ("办理结果", "{{ reply }}", 26), ("领导批示", "", 16),
    ):  # fmt: skip
        row = table.add_row()
        row.height = Mm(height)
        fill(row.cells, (label, text))
        row.cells[1].merge(row.cells[3])
    add(page, "{{ issuer }}　　经办人：{{ person }}　　{{ date }}", size=12, align=RIGHT, before=6)
    add(page, "办理经过", font=HEAVY, size=14, before=10, after=4)
    history(page)


def letter(page: Document) -> None:
    """The letter that assigns a matter to a unit."""
    head(page)
    add(page, "关于交办“{{ subject }}”的函", font=TITLE, size=22, bold=True, align=CENTRE, before=18, after=18)
    add(page, "{{ unit }}：")
    say(page, "我单位于{{ opened_day }}登记受理群众诉求一件（工单编号：{{ ticket }}），现交你单位办理。有关情况如下：")
    say(page, "一、诉求人：{{ caller }}，联系电话：{{ caller_number }}。")
    say(page, "二、诉求内容")
    loop(page, "text_lines")
    say(page, "三、办理要求")
    loop(page, "opinion_lines")
    say(
        page,
        "请于{{ due }}前办结，将办理结果书面报送我单位"
        "{% if caller == '（保密）' %}，由我单位向诉求人答复{% else %}，并向诉求人答复{% endif %}。",
    )
    sign(page)


def reply(page: Document) -> None:
    """The answer to who brought the matter."""
    head(page)
    add(page, "{{ kind }}", font=TITLE, size=22, bold=True, align=CENTRE, before=18, after=18)
    add(page, "{{ to }}：")
    say(page, "您于{{ opened_day }}提出的“{{ subject }}”一事（工单编号：{{ ticket }}）收悉。经办理，现答复如下：")
    loop(page, "reply_lines")
    say(page, "如对本答复有异议，可以凭工单编号向热线申请复查。感谢您对我们工作的支持与监督。")
    loop(page, "attachment_lines")
    sign(page)


def extension(page: Document) -> None:
    """Word to who brought the matter that it takes longer."""
    head(page)
    add(page, "{{ kind }}", font=TITLE, size=22, bold=True, align=CENTRE, before=18, after=18)
    add(page, "{{ to }}：")
    say(page, "您于{{ opened_day }}提出的“{{ subject }}”一事（工单编号：{{ ticket }}），由{{ unit }}办理。"
         "因下列原因，不能在原定期限内办结：")  # fmt: skip
    say(page, "{{ reason }}")
    say(page, "经批准，办理期限延长{{ days }}个工作日，至{{ due }}止。特此告知，敬请谅解。")
    sign(page)


def circular(page: Document) -> None:
    """Criticism of a unit for a matter that is late."""
    head(page)
    add(page, "关于{{ unit }}逾期未办结诉求件的通报", font=TITLE, size=22, bold=True, align=CENTRE, before=18,
         after=18)  # fmt: skip
    add(page, "{{ unit }}：")
    say(page, "工单{{ ticket }}“{{ subject }}”由你单位承办，应于{{ due }}前办结，现已逾期。经多次催办、督办，"
         "仍未按要求办理，现予通报批评。")  # fmt: skip
    loop(page, "opinion_lines")
    say(page, "请你单位立即查明原因、抓紧办理，并将整改情况书面报送。办理经过附后。")
    sign(page)
    add(page, "附：办理经过", font=HEAVY, size=14, before=14, after=4)
    history(page)


def report(page: Document) -> None:
    """The report of a period: its figures beside the limits and the periods before, their divisions, the checks."""
    page.sections[0].top_margin = page.sections[0].bottom_margin = Mm(25)
    page.sections[0].left_margin = page.sections[0].right_margin = Mm(20)
    add(page, "{{ title }}", font=TITLE, size=20, bold=True, align=CENTRE, after=6)
    add(page, "编号 {{ number }}　状态 {{ state }}　生成 {{ made }}", size=12, align=CENTRE, after=6)
    add(page, "{% if why %}本版为更正版，原因：{{ why }}{% endif %}", size=12)
    rows(page, (22, 42, 24, 24, 24, 34), ("类别", "指标", "数值", "标准", "上一期", "去年同期"), "one in figures",
          ("{{ one.group }}", "{{ one.name }}", "{{ one.value }}", "{{ one.limit }}", "{{ one.before }}",
           "{{ one.year_ago }}"))  # fmt: skip
    add(page, "分项情况", font=HEAVY, size=14, before=10, after=4)
    rows(page, (30, 36, 104), ("划分", "名称", "指标"), "one in lines",
          ("{{ one.title }}", "{{ one.name }}", "{{ one.text }}"))  # fmt: skip
    add(page, "平衡校验", font=HEAVY, size=14, before=10, after=4)
    rows(page, (110, 20, 20, 20), ("校验", "左", "右", "差异行数"), "one in balances",
          ("{{ one.text }}", "{{ one.left }}", "{{ one.right }}", "{{ one.rows }}"))  # fmt: skip
    add(page, "{% if changes %}与上一版不同的指标{% endif %}", font=HEAVY, size=14, before=10, after=4)
    rows(page, (80, 45, 45), ("指标", "上一版", "本版"), "one in changes",
          ("{{ one.name }}", "{{ one.then }}", "{{ one.now }}"))  # fmt: skip
    add(page, "指标的计算方法", font=HEAVY, size=14, before=10, after=4)
    rows(page, (50, 120), ("指标", "计算方法"), "one in figures", ("{{ one.name }}", "{{ one.formula }}"))


def risk(page: Document) -> None:
    """The risk brief of a month: trend, distribution, what rises, matters, persons, what was noted and given to do."""
    page.sections[0].top_margin = page.sections[0].bottom_margin = Mm(25)
    page.sections[0].left_margin = page.sections[0].right_margin = Mm(20)

    def part(name: str) -> None:
        add(page, name, font=HEAVY, size=14, before=10, after=4)

    add(page, "{{ title }}", font=TITLE, size=20, bold=True, align=CENTRE, after=6)
    add(page, "编号 {{ number }}　状态 {{ state }}　期间 {{ period }}　生成 {{ made }}", size=12, align=CENTRE, after=6)
    part("一、趋势")
    rows(page, (60, 55, 55), ("月份", "工单数", "去年同月"), "one in trend",
          ("{{ one.month }}", "{{ one.count }}", "{{ one.year_ago }}"))  # fmt: skip
    part("二、分布")
    rows(page, (50, 90, 30), ("划分", "名称", "工单数"), "one in spread",
          ("{{ one.by }}", "{{ one.name }}", "{{ one.count }}"))  # fmt: skip
    part("三、多于平常的事项")
    rows(page, (40, 60, 20, 25, 25), ("划分", "名称", "本月", "预期", "界限"), "one in rising",
          ("{{ one.by }}", "{{ one.name }}", "{{ one.seen }}", "{{ one.expected }}", "{{ one.limit }}"))  # fmt: skip
    part("四、多人反映同一事项")
    rows(page, (60, 60, 25, 25), ("事项分类", "区域", "人数", "工单数"), "one in matters",
          ("{{ one.topic }}", "{{ one.place }}", "{{ one.persons }}", "{{ one.count }}"))  # fmt: skip
    part("五、同一人多次反映")
    rows(page, (110, 60), ("电话（已遮蔽）", "工单数"), "one in persons", ("{{ one.number }}", "{{ one.count }}"))
    part("六、矛盾纠纷与反复事项")
    rows(page, (110, 60), ("指标", "工单数"), "one in grave", ("{{ one.name }}", "{{ one.count }}"))
    part("七、备注")
    rows(page, (60, 110), ("事项", "备注"), "one in notes", ("{{ one.name }}", "{{ one.text }}"))
    part("八、交办任务")
    rows(
        page,
        (45, 55, 30, 40),
        ("事项", "任务", "办理", "状态"),
        "one in tasks",
        ("{{ one.name }}", "{{ one.text }}", "{{ one.whom }}　{{ one.due }}", "{{ one.state }}　{{ one.told }}"),
    )
    part("九、方法")
    add(page, "{{ method }}", size=12)


def assessment(page: Document) -> None:
    """The circular on a period of the assessment: what is said, and the sums of all units."""
    head(page)
    add(page, "关于{{ period }}考核情况的通报", font=TITLE, size=22, bold=True, align=CENTRE, before=18, after=18)
    add(page, "各承办单位：")
    say(page, "{{ period }}考核已经公布，现将有关情况通报如下。")
    loop(page, "body_lines")
    say(page, "请各单位对照计分明细查找原因、认真整改，并在系统中签收、回复。各单位得分附后。")
    sign(page)
    add(page, "附：各单位得分（单位按机构顺序列出，不分名次）", font=HEAVY, size=14, before=14, after=4)
    rows(page, (66, 25, 25, 25, 25), ("单位", "工单数", "扣分", "加分", "得分"), "one in rows",
          ("{{ one.unit }}", "{{ one.tickets }}", "{{ one.lost }}", "{{ one.gained }}", "{{ one.score }}"))  # fmt: skip


def assessment_letter(page: Document) -> None:
    """The notice to one unit: its score and what it is made of."""
    head(page)
    add(page, "关于{{ period }}考核结果的告知书", font=TITLE, size=22, bold=True, align=CENTRE, before=18, after=18)
    add(page, "{{ unit }}：")
    say(page, "你单位{{ period }}考核得分为{{ score }}分，各类事项的次数和分值附后。")
    loop(page, "body_lines")
    say(page, "请你单位查明原因、认真整改，并在系统中签收、回复。对计分有异议的，可以在规定期限内申请剔除。")
    sign(page)
    add(page, "附：各类事项", font=HEAVY, size=14, before=14, after=4)
    rows(page, (96, 35, 35), ("事项", "次数", "分值"), "one in kinds",
          ("{{ one.event }}", "{{ one.count }}", "{{ one.points }}"))  # fmt: skip


PAPERS: dict[str, Callable[[Document], None]] = {
    "slip": slip, "letter": letter, "reply": reply, "extension": extension, "circular": circular,
    "report": report, "risk": risk, "assessment": assessment, "assessment_letter": assessment_letter,
}  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
