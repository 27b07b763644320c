"""Brackets and titles are no part of a name's key any more: the keys of such names are made anew by the jobs."""

WRITTEN = ("(", "（", "[", "【", "〔", "先生", "女士", "小姐", "同志", "老师", "律师", "师傅", "大爷", "大妈", "大叔", "阿姨", "ㆍ")


def up(migrator, db):
    for sign in WRITTEN:
        found = f"SELECT id FROM ticket WHERE caller_name LIKE {db.param}"
        db.execute_sql(f"UPDATE public_key SET steps = -1 WHERE ticket_id IN ({found})", (f"%{sign}%",))


def down(migrator, db):
    up(migrator, db)
