"""The units, people and dictionary of the small court, and of the city whose 12345 calls it answers too."""

import datetime as dt
from collections.abc import Mapping

from hotline.rows import DispatchRule, Entry, KeywordRule, Member, Person, Site, Unit
from hotline.words import EntryKind, Post, Profile, Role, UnitKind

HOTLINE, DISCIPLINE = "hotline", "discipline"
# code, name, kind, parent, telephone, half days
UNITS = (
    ("court", "南川区人民法院", UnitKind.BRANCH, "", "13900100001", ""),
    ("filing", "立案庭", UnitKind.DIVISION, "court", "13900100002", ""),
    ("civil", "民事庭", UnitKind.DIVISION, "court", "13900100003", ""),
    ("commercial", "商事庭", UnitKind.DIVISION, "court", "13900100004", ""),
    ("supervision", "审监庭", UnitKind.DIVISION, "court", "13900100005", ""),
    ("enforcement", "执行局", UnitKind.DIVISION, "court", "13900100006", ""),
    ("city", "南川区人民政府", UnitKind.DISTRICT, "", "13900100010", ""),
    ("housing", "住房和城乡建设局", UnitKind.DEPARTMENT, "city", "13900100011", ""),
    ("transport", "交通运输局", UnitKind.DEPARTMENT, "city", "13900100012", ""),
    ("health", "卫生健康局", UnitKind.DEPARTMENT, "city", "13900100013", ""),
    ("labour", "人力资源和社会保障局", UnitKind.DEPARTMENT, "city", "13900100014", ""),
    ("environment", "生态环境局", UnitKind.DEPARTMENT, "city", "13900100015", ""),
    ("market", "市场监督管理局", UnitKind.DEPARTMENT, "city", "13900100016", ""),
    ("law", "城市管理局", UnitKind.DEPARTMENT, "city", "13900100017", ""),
    ("lianshi", "练市镇人民政府", UnitKind.TOWN, "city", "13900100021", "5"),
    ("shuanglin", "双林镇人民政府", UnitKind.TOWN, "city", "13900100022", "5"),
)
PEOPLE = (
    ("dispatcher", "冯派单", Role.DISPATCHER),
    ("reviewer", "卫审核", Role.HOTLINE_REVIEWER),
    ("visitor", "蒋回访", Role.FOLLOW_UP_CLERK),
    ("inspector", "沈纪检", Role.INSPECTOR),
    ("leader", "韩院长", Role.LEADER),
    ("civil", "杨经办", Role.HANDLER),
    ("civilhead", "朱庭长", Role.UNIT_REVIEWER),
    ("enforcement", "秦经办", Role.HANDLER),
    ("enforcementhead", "尤局长", Role.UNIT_REVIEWER),
    ("housing", "许经办", Role.HANDLER),
    ("housinghead", "何局长", Role.UNIT_REVIEWER),
    ("courthead", "吕主任", Role.UNIT_REVIEWER),
)
# person, unit, post
MEMBERS = (
    ("civil", "civil", Post.HANDLER), ("civilhead", "civil", Post.REVIEWER), ("civilhead", "civil", Post.HEAD),
    ("enforcement", "enforcement", Post.HANDLER), ("enforcementhead", "enforcement", Post.REVIEWER),
    ("housing", "housing", Post.HANDLER), ("housing", "housing", Post.DUTY),
    ("housinghead", "housing", Post.REVIEWER), ("courthead", "court", Post.REVIEWER),
    ("dispatcher", HOTLINE, Post.DUTY), ("reviewer", HOTLINE, Post.REVIEWER), ("supervisor", HOTLINE, Post.HEAD),
)  # fmt: skip
TOPICS = (
    ("01", "立案", "Filing", ""), ("0101", "立案条件与材料", "Papers for filing", "01"),
    ("0102", "立案进度", "How a filing stands", "01"),
    ("02", "审判", "Trial", ""), ("0201", "开庭与送达", "Hearings and service", "02"),
    ("0202", "审限", "Time limits of trial", "02"), ("0203", "承办法官", "The judge in charge", "02"),
    ("03", "执行", "Enforcement", ""), ("0301", "执行进展", "How enforcement stands", "03"),
    ("0302", "财产线索", "Clues to property", "03"),
    ("04", "诉讼服务", "Services", ""), ("0401", "作风投诉", "Complaints about conduct", "04"),
    ("11", "住房建设", "Housing", ""), ("1101", "物业服务", "Property management", "11"),
    ("1102", "房屋质量", "Quality of buildings", "11"),
    ("12", "交通出行", "Transport", ""), ("1201", "公交线路", "Bus lines", "12"),
    ("1202", "道路破损", "Damaged roads", "12"),
    ("13", "劳动社保", "Labour", ""), ("1301", "拖欠工资", "Unpaid wages", "13"),
    ("14", "生态环境", "Environment", ""), ("1401", "噪声扰民", "Noise", "14"),
    ("1402", "污水排放", "Waste water", "14"),
    ("15", "市场监管", "Markets", ""), ("1501", "消费纠纷", "Consumer disputes", "15"),
    ("16", "医疗卫生", "Health", ""), ("1601", "就医服务", "Medical care", "16"),
)  # fmt: skip
PLACES = (
    ("01", "练市镇", "Lianshi", ""), ("02", "双林镇", "Shuanglin", ""), ("03", "城区街道", "Town centre", ""),
)  # fmt: skip
GROUNDS = (
    ("01", "不属于本单位职责范围", "Not within our duties", ""),
    ("02", "已进入诉讼、仲裁、行政复议程序", "Before a court, tribunal or review already", ""),
    ("03", "已终结且无新的事实", "Ended, and no new facts", ""),
    ("04", "无明确诉求或无法联系", "No clear request, or nobody to reach", ""),
    ("05", "涉及国家秘密、商业秘密或个人隐私", "State or business secrets, or privacy", ""),
)
# topic, place, unit: the most specific rule wins
RULES = (
    ("01", "", "filing"), ("02", "", "civil"), ("03", "", "enforcement"), ("11", "", "housing"),
    ("12", "", "transport"), ("13", "", "labour"), ("14", "", "environment"), ("15", "", "market"),
    ("16", "", "health"), ("1401", "01", "lianshi"), ("1401", "02", "shuanglin"),
)  # fmt: skip
KEYWORDS = (
    ("群体讨薪", [["拖欠", "欠薪", "讨薪"], ["工资", "工钱", "薪"], ["集体", "多人", "工人", "农民工"]], "high"),
    ("医患纠纷", [["医院", "医生", "手术"], ["死亡", "赔偿", "闹"]], "high"),
    ("征地拆迁", [["征地", "拆迁", "征收"], ["补偿", "强拆", "不同意"]], "high"),
    ("邻里纠纷", [["邻居", "楼上", "楼下", "隔壁"], ["吵", "打", "漏水", "噪声", "威胁"]], "medium"),
    ("家庭暴力", [["家暴", "殴打", "打我"], ["丈夫", "妻子", "老公", "老婆", "父", "儿子"]], "high"),
)


def sow(site: Site, people: Mapping[str, Person], now: dt.datetime) -> None:
    """Units with their members, the dictionary, rules of dispatch and keywords."""
    units = sow_desks(site)
    for place, (code, name, kind, parent, telephone, half) in enumerate(UNITS):
        units[code] = Unit.create(
            code=code, name=name, kind=kind.value, site=site, parent=units.get(parent), telephone=telephone,
            half=half, place=place,
        )  # fmt: skip
    for login, unit, post in MEMBERS:
        Member.create(unit=units[unit], person=people[login], post=post.value)
    topics, places = _entries(EntryKind.TOPIC, TOPICS), _entries(EntryKind.PLACE, PLACES)
    for topic, where, unit in RULES:
        DispatchRule.create(topic=topics[topic], place=places.get(where), site=site, unit=units[unit], at=now)
    for name, words, level in KEYWORDS:
        KeywordRule.create(name=name, words=words, level=level)


def sow_desks(site: Site) -> dict[str, Unit]:
    """The units that every site needs: its hotline and its discipline inspection; and the legal grounds."""
    made = {
        code: Unit.create(code=code, name=name, kind=kind.value, site=site)
        for code, name, kind in (
            (HOTLINE, "热线中心", UnitKind.HOTLINE),
            (DISCIPLINE, "纪检监察室", UnitKind.DISCIPLINE),
        )
    }
    _entries(EntryKind.REFUSAL, GROUNDS)
    return made


def _entries(kind: EntryKind, rows: tuple[tuple[str, str, str, str], ...]) -> dict[str, Entry]:
    made: dict[str, Entry] = {}
    for place, (code, zh, en, parent) in enumerate(rows):
        hotline = (Profile.COURT_12368 if code < "1" else Profile.GOV_12345) if kind is EntryKind.TOPIC else ""
        made[code] = Entry.create(
            kind=kind.value, code=code, zh=zh, en=en, parent=made.get(parent), place=place,
            profile="" if parent else hotline,
        )  # fmt: skip
    return made
