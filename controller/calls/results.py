"""What the hang-up causes of legs mean to us."""

from hotline.words import OfferResult

RESULTS: dict[str, OfferResult] = {
    "NO_ANSWER": OfferResult.NO_ANSWER,
    "NO_USER_RESPONSE": OfferResult.NO_ANSWER,
    "ALLOTTED_TIMEOUT": OfferResult.NO_ANSWER,
    "PROGRESS_TIMEOUT": OfferResult.NO_ANSWER,
    "USER_BUSY": OfferResult.BUSY,
    "CALL_REJECTED": OfferResult.REJECTED,
    "USER_NOT_REGISTERED": OfferResult.UNREACHABLE,
    "SUBSCRIBER_ABSENT": OfferResult.UNREACHABLE,
    "UNALLOCATED_NUMBER": OfferResult.UNREACHABLE,
    "NO_ROUTE_DESTINATION": OfferResult.UNREACHABLE,
    "DESTINATION_OUT_OF_ORDER": OfferResult.UNREACHABLE,
    "RECOVERY_ON_TIMER_EXPIRE": OfferResult.UNREACHABLE,
    "CHAN_NOT_IMPLEMENTED": OfferResult.UNREACHABLE,  # a registration that fits no telephone
    "GATEWAY_DOWN": OfferResult.UNREACHABLE,
    "ORIGINATOR_CANCEL": OfferResult.CALLER_GONE,
}
# With these causes the agent's leg was lost, not hung up: the caller keeps his place and waits for another agent.
LOST = frozenset(
    {
        "MEDIA_TIMEOUT",
        "RECOVERY_ON_TIMER_EXPIRE",
        "NETWORK_OUT_OF_ORDER",
        "DESTINATION_OUT_OF_ORDER",
        "NORMAL_TEMPORARY_FAILURE",
        "USER_NOT_REGISTERED",
    }
)
