"""The built-in sample case system: the court's cases and petitions are in our own tables."""

from hotline.callers.rows import CourtCase, Petition
from hotline.clock import local_day
from hotline.people.verbs import passwords
from hotline.ports import Case, PetitionState


class SampleCases:
    """Implements `ports.CaseSystem`. An unknown code takes as long to refuse as a wrong secret."""

    def case(self, code: str, how: str, secret: str) -> Case | None:
        row = CourtCase.get_or_none(CourtCase.code == code)
        kept = None if row is None else (row.identity_hash if how == "identity" else row.password_hash) or None
        if not passwords.fits(secret, kept) or row is None:
            return None
        return Case(row.number, row.cause, row.division, row.judge, row.stage, row.next_hearing)

    def cases_of(self, number: str) -> tuple[Case, ...]:
        rows = CourtCase.select().where(CourtCase.party_number == number).order_by(CourtCase.number)
        return tuple(
            Case(row.number, row.cause, row.division, row.judge, row.stage, row.next_hearing, row.party) for row in rows
        )

    def petition(self, code: str, secret: str) -> PetitionState | None:
        row = Petition.get_or_none(Petition.code == code)
        if not passwords.fits(secret, row.password_hash if row is not None else None) or row is None:
            return None
        return PetitionState(row.number, row.unit, row.stage, local_day(row.received_at))
