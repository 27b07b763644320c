"""The data files of `content/`: what we ship is in order; what somebody gets wrong there is said by file and key."""

import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from hotline.knowledge.content import Content, load
from hotline.knowledge.rules.fees import fee
from hotline.knowledge.shapes import SPOKEN_MOST
from hotline.messages.rules.notices import FIELD_MOST, FIELDS, FREE, PLACE
from hotline.values.spoken import money
from hotline.words import NoticeKind

pytestmark = pytest.mark.unit
SHIPPED = Path(__file__).resolve().parents[3] / "content"
CONTENT = load(SHIPPED)


def test_what_we_ship_is_in_order() -> None:
    assert CONTENT.problems == ()
    assert sorted(CONTENT.guide) == ["aid", "hearing", "litigation", "risk"]
    assert list(CONTENT.time_limits.kinds) == ["civil", "criminal", "administrative", "enforcement", "party"]
    assert all(CONTENT.time_limits.of_kind(kind) for kind in CONTENT.time_limits.kinds)
    assert {note.id for note in CONTENT.fee_notes} >= {"estimate", "mediation", "summary", "aid"}


def test_every_spoken_sentence_is_short_and_ends() -> None:
    jurisdiction = CONTENT.jurisdiction
    said = [limit.say for limit in CONTENT.time_limits.limits]
    said += [paragraph for topic in CONTENT.guide.values() for paragraph in topic.paragraphs]
    said += [told.say for told in (*CONTENT.fee_notes, *jurisdiction.levels)]
    said += [jurisdiction.sentence(m.id, p.id) for m in jurisdiction.matters for p in jurisdiction.places]
    odd = [text for text in said if not text.endswith("。") or re.search(r"[0-9A-Za-z{}]|。。|，，", text)]
    assert (len(said) > 100, odd) == (True, [])
    assert max(len(p) for topic in CONTENT.guide.values() for p in topic.paragraphs) <= SPOKEN_MOST


@pytest.mark.parametrize(
    ("limit", "says"),
    [
        ("civil_ordinary", "六个月"), ("civil_summary", "三个月"), ("civil_small", "两个月"),
        ("civil_special", "三十日"),
        ("civil_appeal_judgment", "三个月"), ("civil_appeal_ruling", "三十日"), ("administrative_ordinary", "六个月"),
        ("administrative_summary", "四十五日"), ("enforcement", "六个月"), ("appeal_civil", "十五日"),
        ("apply_enforcement", "两年"), ("limitation", "三年"),
    ],
)  # fmt: skip
def test_the_well_known_limits(limit: str, says: str) -> None:
    assert [says in told.say for told in CONTENT.time_limits.limits if told.id == limit] == [True]


def test_a_matter_and_a_place_make_a_sentence() -> None:
    assert CONTENT.jurisdiction.sentence("real_estate", "east") == (
        "不动产纠纷由不动产所在地法院专属管辖。不动产在东溪镇、石桥镇的，请到南川区人民法院东溪人民法庭立案。"
    )
    with pytest.raises(KeyError):
        CONTENT.jurisdiction.sentence("real_estate", "moon")


def test_a_fee_can_be_said() -> None:
    assert money(fee(CONTENT.fees, "property", Decimal(12_345)).least) == "一百零八元六角三分"


def test_the_standards_words_are_there() -> None:
    silent = next(told for told in CONTENT.phrases.situations if told.id == "silent")
    assert (silent.prescribed, [step.wait for step in silent.steps if step.wait]) == (True, [5, 5])
    assert [told.id for told in CONTENT.phrases.situations if told.prescribed] == [
        "greeting", "silent", "hands_free", "quiet", "noisy", "dialect", "too_soft", "slow_answer",
    ]  # fmt: skip
    pairs = {(told.say, bad) for told in CONTENT.phrases.preferred for bad in told.instead_of}
    assert (("您", "你") in pairs, ("好的", "嗯") in pairs, len(pairs)) == (True, True, 13)
    assert len(set(CONTENT.phrases.forbidden)) == len(CONTENT.phrases.forbidden) > 10


def test_every_message_has_words_that_fit_and_use_what_they_are_told() -> None:
    assert list(CONTENT.notices.missing()) == []
    for kind, text in CONTENT.notices.texts.items():
        assert set(PLACE.findall(text.say)) == set(FIELDS[kind])
        told = CONTENT.notices.words(kind, {name: "长" * FIELD_MOST for name in FIELDS[kind] if name in FREE})
        assert (len(told) <= text.most <= 140, told.startswith("【公共服务热线】")) == (True, True)
        assert text.say.endswith(("。", "%(link)s"))


def test_without_a_link_nobody_is_asked_to_follow_one() -> None:
    told = CONTENT.notices.words("ticket_closed", {"number": "W1", "link": ""})
    assert told == "【公共服务热线】您反映的事项（工单W1）已办理完毕，感谢您的支持。如有疑问，请来电咨询。"
    assert "作出评价：https://a/b 感谢" in CONTENT.notices.words(
        "ticket_closed", {"number": "W1", "link": "https://a/b"}
    )


def test_a_message_without_words_is_told_and_the_others_stay(tmp_path: Path) -> None:
    for file in SHIPPED.glob("*.yml"):
        shutil.copy(file, tmp_path)
    (tmp_path / "notices.yml").write_text("texts: {silent_call: {to: citizen, say: 您好}}", encoding="utf-8")
    content = load(tmp_path)
    assert len(content.problems) == len(NoticeKind) - 1
    assert content.problems[0] == (
        f"{tmp_path}/notices.yml:1:1: texts.ticket_opened: 缺少这一项 / this is needed and is not there"
    )
    assert content.notices.words("silent_call", {}) == "您好"
    with pytest.raises(KeyError):
        content.notices.words("ticket_opened", {"number": "1", "code": "2"})


def test_an_empty_folder_gives_nothing_and_says_so(tmp_path: Path) -> None:
    content = load(tmp_path)
    assert (content.fees, content.time_limits.limits, content.guide) == (Content().fees, (), {})
    assert [problem.split(": ")[0] for problem in content.problems] == [
        str(tmp_path / f"{name}.yml")
        for name in (
            "fees",
            "time_limits",
            "jurisdiction",
            "guide",
            "phrases",
            "notices",
            "appeals",
            "classes",
            "assessment",
        )
    ]
    assert (content.phrases.situations, content.jurisdiction.matters) == ((), ())


KIND = "order: x\nsince: 2007-04-01\nnotes: []\nkinds:\n  a: {name: 甲, clause: 一, %s}"
PARAGRAPHS = "topics: {a: {name: 甲, paragraphs: [%s]}}"
LIMITS = "kinds: {a: 甲}\nlimits: [{id: x, kind: b, name: 乙, say: 丙, clause: 丁}]"
COURTS = "courts: [{id: a, name: 甲, address: 乙}%s]\nlevels: []\nplaces: [%s]\nmatters: [%s]"
MESSAGES = "texts: {%s: {to: citizen, say: '%s'}}"
STEPS = "source: x\npreferred: []\nforbidden: []\nsituations: [{id: a, name: 甲, prescribed: true, steps: [%s]}]"
NO_SUCH = "没有这一项 / there is no such word here"
NO_LINES = "应为“名称: 值” / names with their values are needed here"
PATTERN = "“%s”写法不对，应写作“{0}”的样子 / `%s` is not written as it should be: write it like `{0}`"
OPEN = (
    "此处的括号没有闭合：第 2 行之前缺少逗号或后括号 / the bracket that opens here is not closed: a comma or the "
    "closing bracket is missing before line 2"
)
TWICE = "“topics”重复出现，前一处（第 1 行）会丢失 / `topics` stands twice; the first would be lost (line 1)"
NO_KEY = "冒号前应为名称，不能是列表或映射 / a name is needed before the colon, not a list or a mapping"
FIGURES = "播报内容中的数字请写成汉字 / write the figures of what is spoken in characters"
LENGTH = "播报内容应为 1 至 120 个字 / what is spoken has 1 to 120 characters"
NO_TEXT = "应为文字，不能是列表或映射 / a text is needed here, not a list or names with values"
NO_SUM = "应有 each、brackets 或 brackets_of / each, brackets or brackets_of is needed, not both"
LOCAL = "应有 least ≤ local ≤ most / local lies between least and most"
UPWARDS = "各档 up_to 应递增，最后一档不写 / up_to goes up from bracket to bracket, the last has none"
FILLED = "只能用 {place} 和 {court} / only {place} and {court} can be filled in"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("guide", "topics: [", f"-: {OPEN}"),
        ("guide", "topics: {a: {name: 甲, paragraphs: [乙]}}\ntopics: {}", f"-: {TWICE}"),
        ("guide", "topics: {[1]: 2}", f"-: {NO_KEY}"),
        ("guide", "- 1", f"-: {NO_LINES}"),
        ("guide", "", f"-: {NO_LINES}"),
        ("guide", "topics: {}\nmore: 1", f"more: {NO_SUCH}"),
        (
            "guide",
            "topics: {A: {name: 甲, paragraphs: [乙]}}",
            f"topics.A: {PATTERN.format('filing_fee') % ('A', 'A')}",
        ),
        ("guide", PARAGRAPHS % "请打 12348", f"topics.a.paragraphs.0: {FIGURES}"),
        ("guide", PARAGRAPHS % ("长" * 121), f"topics.a.paragraphs.0: {LENGTH}"),
        ("guide", PARAGRAPHS % "[5]", f"topics.a.paragraphs.0: {NO_TEXT}"),
        ("guide", PARAGRAPHS % "", "topics.a.paragraphs: 至少要有一项 / one at least is needed"),
        ("fees", KIND % "each: 10, share: half", f"kinds.a.share: {PATTERN.format('1/2') % ('half', 'half')}"),
        ("fees", KIND % "halves: true", f"kinds.a: {NO_SUM}"),
        ("fees", KIND % "brackets_of: b, brackets: [{rate: 1%}]", f"kinds.a: {NO_SUM}"),
        (
            "fees",
            KIND % "each: {least: -1, most: 5}",
            "kinds.a.each.least: -1 太小，最小为 0 / -1 is too little; the least is 0",
        ),
        ("fees", KIND % "each: {least: 50, most: 300, local: 500}", f"kinds.a.each: {LOCAL}"),
        ("fees", KIND % "each: {least: 50, most: 40}", f"kinds.a.each: {LOCAL}"),
        (
            "fees",
            KIND % "brackets: [{rate: 0.5}]",
            "kinds.a.brackets.0.rate: 应写作百分比 / a percentage is expected, like 2.5%",
        ),
        ("fees", KIND % "brackets: [{up_to: 5}]", f"kinds.a: {UPWARDS}"),
        ("fees", KIND % "brackets: [{up_to: 5}, {up_to: 4}, {rate: 1%}]", f"kinds.a: {UPWARDS}"),
        ("fees", KIND % "brackets: [{rate: 2%}, {rate: 1%}]", f"kinds.a: {UPWARDS}"),
        ("fees", KIND % "brackets_of: b", "-: a: brackets_of: b 没有分档 / has no brackets of its own"),
        ("time_limits", LIMITS, "-: x: 没有种类 b / there is no such kind"),
        ("time_limits", "kinds: {a: 甲}", "limits: 缺少这一项 / this is needed and is not there"),
        (
            "jurisdiction",
            COURTS % ("", "{id: p, name: 城, court: b}", ""),
            "-: p: 没有法院 b / there is no such court",
        ),
        (
            "jurisdiction",
            COURTS % ("", "", "{id: m, name: 甲, say: 乙, here: '{town}', clause: 丙}"),
            f"matters.0.here: {FILLED}",
        ),
        (
            "jurisdiction",
            COURTS % (", {id: a, name: 丙, address: 丁}", "", ""),
            "courts: 编号重复 / these ids stand there twice: a",
        ),
        (
            "phrases",
            STEPS % "{say: 乙, wait: 5}",
            "situations.0.steps.0: 应为 say、do、wait 之一 / one of say, do and wait is expected",
        ),
    ],
)
def test_complaints_name_file_and_key(tmp_path: Path, name: str, text: str, says: str) -> None:
    for file in SHIPPED.glob("*.yml"):
        shutil.copy(file, tmp_path)
    (tmp_path / f"{name}.yml").write_text(text, encoding="utf-8")
    [problem] = load(tmp_path).problems
    assert re.sub(r"(?<=\.yml):[1-9]\d*:[1-9]\d*", "", problem) == f"{tmp_path / name}.yml: {says}"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (MESSAGES % ("silent_call", "50%"), "texts.silent_call.say: 百分号只用于 %(名称)s / a per cent sign stands"),
        (MESSAGES % ("silent_call", "%(x)s"), "-: silent_call: 没有 x / there is no such field"),
        (MESSAGES % ("silent_call", "长" * 141), "-: silent_call: 超过 140 字 / longer than 140 characters by itself"),
        (MESSAGES % ("silent_call", ""), "texts.silent_call.say: "),
        (MESSAGES % ("no_such", "您好"), "texts.no_such: "),
        ("texts: {silent_call: {to: king, say: 您好}}", "texts.silent_call.to: "),
        ("texts: {silent_call: {to: staff, most: 501, say: 您好}}", "texts.silent_call.most: "),
        ('texts: {silent_call: {to: staff, say: "您好\\n再见"}}', "texts.silent_call.say: 短信写成一行"),
    ],
)
def test_words_of_messages_that_cannot_be(tmp_path: Path, text: str, says: str) -> None:
    for file in SHIPPED.glob("*.yml"):
        shutil.copy(file, tmp_path)
    (tmp_path / "notices.yml").write_text(text, encoding="utf-8")
    content = load(tmp_path)
    assert re.match(rf"{re.escape(str(tmp_path))}/notices\.yml:1:\d+: {re.escape(says)}", content.problems[0])
    assert (content.notices.texts, content.phrases) == ({}, CONTENT.phrases)


def test_a_broken_file_leaves_the_others_alone(tmp_path: Path) -> None:
    for file in SHIPPED.glob("*.yml"):
        shutil.copy(file, tmp_path)
    (tmp_path / "fees.yml").write_bytes(b"\xff\xfe")
    (tmp_path / "guide.yml").write_text("topics: \x07", encoding="utf-8")
    content = load(tmp_path)
    assert (len(content.problems), content.fees.kinds, content.guide) == (2, {}, {})
    assert (content.time_limits, content.phrases) == (CONTENT.time_limits, CONTENT.phrases)
    with pytest.raises(ValueError, match="no kind 'property'"):
        fee(content.fees, "property", Decimal(1))
