"""A case system behind an HTTP service that follows docs/case-system.md."""

from dataclasses import dataclass, field
from typing import Any

from hotline.ports import Case, GatewayError, PetitionState
from hotline.settings.gateways import CaseSettings

from . import web
from .case_shapes import CaseAnswer, CasesAnswer, PetitionAnswer, checked

BYTES_MOST = 256 * 1024


@dataclass(frozen=True, slots=True)
class HttpCases:
    """Implements `ports.CaseSystem`."""

    settings: CaseSettings
    secret: str = field(repr=False)

    def case(self, code: str, how: str, secret: str) -> Case | None:
        answer: CaseAnswer = checked(CaseAnswer, self._ask("case", {"code": code, "how": how, "secret": secret}))
        return None if answer.case is None else answer.case.case()

    def petition(self, code: str, secret: str) -> PetitionState | None:
        answer: PetitionAnswer = checked(PetitionAnswer, self._ask("petition", {"code": code, "secret": secret}))
        return None if answer.petition is None else answer.petition.petition()

    def cases_of(self, number: str) -> tuple[Case, ...]:
        answer: CasesAnswer = checked(CasesAnswer, self._ask("cases", {"number": number}))
        return tuple(one.case() for one in answer.cases)

    def _ask(self, what: str, value: dict[str, str]) -> Any:
        headers = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        answer = web.post(
            f"{self.settings.url.rstrip('/')}/{what}", value, headers=headers, seconds=self.settings.seconds,
            ca_file=self.settings.ca_file, most=BYTES_MOST,
        )  # fmt: skip
        if answer.status != 200:
            raise GatewayError(f"the case system answered {answer.status}")
        return answer.value
