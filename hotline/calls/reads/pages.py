"""Who takes calls without a page."""

from hotline.calls.rows import AgentPage


def is_exempt(person: int) -> bool:
    return AgentPage.select().where(AgentPage.person == person, AgentPage.exempt).exists()
