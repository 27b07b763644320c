"""What people of the town bring: subjects with their places, doubles, confidential complaints, consultations."""

from typing import Any

from hotline import rows
from hotline.tickets.verbs.life import Matter
from hotline.words import Channel, EntryKind, Profile, TicketKind
from scripts.py import demo_town
from scripts.py.demo_town import Town

# topic, kind, subject, text
MATTERS = (
    ("1101", "complaint", "电梯停运无人维修", "小区{n}幢电梯停运多日，老人出行困难，物业一直没有维修。"),
    ("1101", "complaint", "物业不退装修押金", "{n}幢业主装修验收合格，物业拒不退还押金。"),
    ("1102", "complaint", "外墙渗水", "{n}幢顶楼外墙渗水，墙面发霉，多次报修无果。"),
    ("1201", "consult", "公交线路调整咨询", "{n}路公交为何改道，何时恢复？"),
    ("1202", "help", "道路破损请求修复", "{n}号路段路面塌陷，夜间有安全隐患。"),
    ("1301", "report", "工地拖欠工资", "{n}号工地集体拖欠工人工资三个月，人数较多。"),
    ("1401", "complaint", "夜间施工噪声扰民", "{n}号工地夜里十二点后仍在施工，影响休息。"),
    ("1402", "report", "偷排污水", "{n}号河道旁有企业夜间偷排污水，气味刺鼻。"),
    ("1501", "complaint", "购物退款纠纷", "在{n}号店铺购买商品，七日内要求退货被拒。"),
    ("1601", "complaint", "挂号排队时间长", "医院{n}号窗口只开一个，排队两个小时。"),
    ("0102", "consult", "立案进度查询", "材料提交已{n}日，何时立案？"),
    ("0201", "help", "要求联系书记员", "案件{n}号开庭时间变更未收到通知。"),
    ("0301", "complaint", "执行案件长期无进展", "申请执行{n}号案件半年，未查到财产线索反馈。"),
    ("0401", "complaint", "窗口服务态度", "诉讼服务中心{n}号窗口工作人员态度冷漠。"),
    ("0202", "suggestion", "建议增加网上立案说明", "网上立案第{n}步说明不清楚，建议增加示例。"),
)
COURT = frozenset({"0102", "0201", "0301", "0401", "0202"})


def arrive(town: Town, count: int) -> None:
    entries = {row.code: row.id for row in rows.Entry.select().where(rows.Entry.kind == EntryKind.TOPIC.value)}
    places = [row.id for row in rows.Entry.select().where(rows.Entry.kind == EntryKind.PLACE.value)]
    for number in range(count):
        token = f"demo-{town.now:%Y%m%d%H%M}-{number}"
        demo_town.register(town, _matter(town, entries, places), token)


def _matter(town: Town, entries: dict[str, int], places: list[int]) -> Matter:
    chance = town.chance
    if town.happens(0.03):
        before = _recent(town)
        if before is not None:  # the neighbour calls about the same
            return Matter(
                before.kind, before.subject, before.text, caller_number=_number(town), profile=before.profile,
                topic=before.topic_id, place=before.place_id, address=before.address,
            )  # fmt: skip
    topic, kind, subject, text = chance.choice(MATTERS)
    n = chance.randint(1, 99)
    profile = Profile.COURT_12368 if topic in COURT else Profile.GOV_12345
    quick = kind == TicketKind.CONSULT and town.happens(0.8)
    return Matter(
        kind, subject, text.format(n=n), close_at_once=quick, profile=profile,
        caller_number="" if town.happens(0.02) else _number(town),
        caller_name=chance.choice("张王李赵陈刘杨黄周吴") + "某",
        channel=chance.choice(list(Channel)), topic=entries[topic], place=chance.choice(places),
        address=f"和平路{chance.randint(1, 400)}号", hides_name=town.happens(0.05), urgent=town.happens(0.03),
        confidential=not quick and town.happens(0.01),
    )  # fmt: skip


def _number(town: Town) -> str:
    return f"13{town.chance.randint(100000000, 999999999)}"


def _recent(town: Town) -> Any:
    return (
        rows.Ticket.select()
        .where(~rows.Ticket.confidential, rows.Ticket.state != "closed_at_once", rows.Ticket.topic.is_null(False))
        .order_by(rows.Ticket.id.desc())
        .offset(town.chance.randint(0, 10))
        .first()
    )
