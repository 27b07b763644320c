"""Everything that the reader says, in English (the message ids) and Chinese."""

# ---- the file as a whole
NO_FILE = "this cannot be read: %(why)s"
NOT_UTF8 = "this is not UTF-8, perhaps GBK: save the file again with the encoding UTF-8"
TOO_LONG = "this has more than %(most)s characters; more are not read"
TOO_MANY = "this has more than %(most)s entries; more are not read"
TOO_DEEP = "this is nested deeper than %(most)s levels"
SIGN = "there is an invisible sign here (%(sign)s); delete it"
WIDE_SPACE = "there is a full-width or fixed space (%(sign)s) at the beginning of the line; indent with ordinary spaces"
TWO_DOCUMENTS = "a second document begins here; a file holds one, delete the line `---`"
# ---- what YAML could do and these files do not
ALIAS = (
    "references (`&name`, `*name`) are not used here; write out what is meant, or put quotation marks round the text"
)
MERGE = "`<<` is not used here; write out what is meant"
TAG = "tags such as `%(tag)s` are not used here; put quotation marks round a text that begins with `!`"
KEY = "a name is needed before the colon, not a list or a mapping"
TWICE = "`%(key)s` stands twice; the first would be lost (line %(line)s)"
MORE = "and %(more)s more of this kind; repair the first ones and check again"
# ---- slips of writing
WIDE_COLON = "there is a full-width colon after `%(name)s`; write an ordinary colon and a space: `%(name)s: …`"
NO_SPACE = "a space is missing after the colon of `%(name)s`"
WIDE_SIGN = "there is a full-width `%(sign)s`; write an ordinary `%(plain)s` here"
TAB = "there is a tab at the beginning of the line; indent with spaces"
QUOTE_OPEN = "the quotation mark that opens here is never closed"
BRACKET_OPEN = (
    "the bracket that opens here is not closed: a comma or the closing bracket is missing before line %(line)s"
)
BRACKET = "a comma or the closing bracket is missing before this"
COLON_INSIDE = "a colon with a space ends a name; put quotation marks round a text that holds one"
INDENTED = "this is indented deeper than its neighbours; lines of one level begin in the same column"
NO_FIT = "this does not fit the lines above: lines of one level begin in the same column, each as `name: value`"
NO_COLON = "this line needs a colon and a value: `name: value`"
LIST_LINE = "a list begins in a line of its own, below the name"
SURPLUS = "a bracket is closed here that was not opened"
BEGINS = "a text cannot begin with `%(sign)s`; put quotation marks round it"
ESCAPE = "after a backslash in double quotation marks only signs such as n, t and \\ stand; use single quotation marks"
NOT_YAML = "this cannot be understood as YAML (%(why)s)"
# ---- what a shape does not take
MISSING = "this is needed and is not there"
UNKNOWN = "there is no such word here"
NAMES = "names with their values are needed here"
LIST = "a list is needed here"
TEXT = "a text is needed here, not a list or names with values"
QUOTED = "a text is needed here; put a number in quotation marks"
NOTHING = "a value is needed here and nothing stands here; '' is an empty text"
WHOLE = "`%(found)s` is no whole number; write plain figures such as 30, without quotation marks, leading 0, _ or :"
DECIMAL = "`%(found)s` is no number; write plain figures such as 30 or 2.5, without quotation marks, leading 0, _ or :"
TRUTH = "`%(found)s` is neither true nor false; write one of these two words, without quotation marks"
TRUTH_MEANT = "`%(found)s` is not used here; write %(word)s"
DAY = "`%(found)s` is no day; write year, month and day such as 2026-01-31"
LEAST = "%(found)s is too little; the least is %(limit)s"
MOST = "%(found)s is too much; the most is %(limit)s"
ABOVE = "%(found)s is too little; it must be more than %(limit)s"
BELOW = "%(found)s is too much; it must be less than %(limit)s"
PLACES = "%(found)s has too many places after the point; %(limit)s are the most"
ONE_OF = "`%(found)s` is not known here; one of these is needed: %(known)s"
PATTERN = "`%(found)s` is not written as it should be: write it like `%(like)s`"
SHORT = "this is too short or empty; the least is %(limit)s"
LONG = "this is too long; the most is %(limit)s"
OTHER = "this cannot be taken (%(why)s)"

CHINESE = {
    NO_FILE: "读不出：%(why)s",
    NOT_UTF8: "文件编码不是 UTF-8（可能是 GBK），请以 UTF-8 编码重新保存",
    TOO_LONG: "超过 %(most)s 个字符，多出的不读取",
    TOO_MANY: "超过 %(most)s 项，多出的不读取",
    TOO_DEEP: "嵌套超过 %(most)s 层",
    SIGN: "此处有看不见的字符（%(sign)s），请删除",
    WIDE_SPACE: "行首有全角空格或不间断空格（%(sign)s），请改用普通空格缩进",
    TWO_DOCUMENTS: "此处开始了第二个文档；一个文件只有一个文档，请删除“---”这一行",
    ALIAS: "这里不使用引用（“&名称”“*名称”），请把内容写完整；如果是文字，请加引号",
    MERGE: "这里不使用“<<”，请把内容写完整",
    TAG: "这里不使用“%(tag)s”这类标签；以“!”开头的文字请加引号",
    KEY: "冒号前应为名称，不能是列表或映射",
    TWICE: "“%(key)s”重复出现，前一处（第 %(line)s 行）会丢失",
    MORE: "同类问题还有 %(more)s 处，请先改正前面的再检查",
    WIDE_COLON: "“%(name)s”后面是全角冒号，请改为半角冒号加空格：“%(name)s: …”",
    NO_SPACE: "“%(name)s”的冒号后面缺少空格",
    WIDE_SIGN: "此处是全角“%(sign)s”，请改为半角“%(plain)s”",
    TAB: "行首是制表符（Tab），请改用空格缩进",
    QUOTE_OPEN: "此处的引号没有配对的后引号",
    BRACKET_OPEN: "此处的括号没有闭合：第 %(line)s 行之前缺少逗号或后括号",
    BRACKET: "此处之前缺少逗号或后括号",
    COLON_INSIDE: "冒号加空格表示名称结束；含有冒号的文字请加引号",
    INDENTED: "缩进比相邻的行深；同一层的各行应从同一列开始",
    NO_FIT: "与上面的行不对齐：同一层的各行应从同一列开始，每行写作“名称: 值”",
    NO_COLON: "这一行缺少冒号和值，应写作“名称: 值”",
    LIST_LINE: "列表应另起一行，写在名称下面",
    SURPLUS: "此处多了一个后括号",
    BEGINS: "文字不能以“%(sign)s”开头，请加引号",
    ESCAPE: "双引号中的反斜杠后面只能是 n、t、\\ 等字符，请改用单引号",
    NOT_YAML: "不是正确的 YAML（%(why)s）",
    MISSING: "缺少这一项",
    UNKNOWN: "没有这一项",
    NAMES: "应为“名称: 值”",
    LIST: "应为列表",
    TEXT: "应为文字，不能是列表或映射",
    QUOTED: "应为文字，数字请加引号",
    NOTHING: "此处缺少值；空文字写作 ''",
    WHOLE: "“%(found)s”不是整数；请直接写数字，例如 30，不加引号，不以 0 开头，不用 _ 和 :",
    DECIMAL: "“%(found)s”不是数字；请直接写数字，例如 30 或 2.5，不加引号，不以 0 开头，不用 _ 和 :",
    TRUTH: "“%(found)s”不是 true 也不是 false；请写这两个词之一，不加引号",
    TRUTH_MEANT: "这里不用“%(found)s”，请写 %(word)s",
    DAY: "“%(found)s”不是日期；请写年月日，例如 2026-01-31",
    LEAST: "%(found)s 太小，最小为 %(limit)s",
    MOST: "%(found)s 太大，最大为 %(limit)s",
    ABOVE: "%(found)s 太小，应大于 %(limit)s",
    BELOW: "%(found)s 太大，应小于 %(limit)s",
    PLACES: "%(found)s 的小数位太多，最多 %(limit)s 位",
    ONE_OF: "没有“%(found)s”；应为其中之一：%(known)s",
    PATTERN: "“%(found)s”写法不对，应写作“%(like)s”的样子",
    SHORT: "太短或为空，至少 %(limit)s",
    LONG: "太长，最多 %(limit)s",
    OTHER: "不能使用（%(why)s）",
}
