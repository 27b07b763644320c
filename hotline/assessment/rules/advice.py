"""What a unit can do about what costs it the most points, in plain words, in both languages. Pure."""

from collections.abc import Mapping

from hotline.words import PointEvent

P = PointEvent
ADVICE: Mapping[PointEvent, tuple[str, str]] = {
    P.TAKEN_LATE: (
        "安排专人每天上、下午各查看一次待签收工单。",
        "Let somebody look for tickets to be taken each morning and each afternoon.",
    ),
    P.REPLY_LATE: (
        "按到期先后办理；办不完的，在到期前申请延期。",
        "Handle what is due first; ask for an extension before the limit where it cannot be met.",
    ),
    P.URGED: ("被催办当天先答复进展，再继续办理。", "Answer how far it has come on the day of the urge, then go on."),
    P.EXTENDED: (
        "申请延期前先算好所需天数，一次申请到位。",
        "Count the days that are needed before asking, and ask once.",
    ),
    P.RETURN_REFUSED: (
        "退单前对照职责清单，写明应由谁办、依据是什么。",
        "Look into the list of duties before a return, and write whose matter it is and why.",
    ),
    P.SENT_BACK: (
        "单位审核时核对：是否答了所问、是否写明依据和结果。",
        "The unit's reviewer checks: is the question answered, are ground and result written?",
    ),
    P.NOT_SOLVED: (
        "答复前与来电人联系一次，说明能办到哪一步。",
        "Speak with the citizen once before answering, and say what can be done.",
    ),
    P.NOT_SATISFIED: (
        "听一听回访录音，看不满意在过程还是在结果。",
        "Read what the citizen said: was it the way or the result?",
    ),
    P.SUPERVISION_LATE: (
        "督办件单独列出，到期前一天由负责人过问。",
        "Keep supervised tickets on a list of their own; the head asks a day before they are due.",
    ),
    P.CIRCULAR: (
        "逾期当天由负责人过问，必要时申请延期。",
        "The head asks on the day of the delay; an extension is asked for where it is needed.",
    ),
}
