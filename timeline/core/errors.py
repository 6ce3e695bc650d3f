"""What can go wrong for a person, in words that say what to do."""


class TimelineError(Exception):
    """Something that a person can put right; its text is one sentence fit to be shown."""


class BadInput(TimelineError):
    """What a person gave cannot be used; the store is unchanged (exit code 2, HTTP 422)."""


class UnknownPublication(BadInput):
    """No publication date was given and none may be assumed.

    `guess` is the date that the text or page suggests, as ISO 8601, or None where it suggests none.
    """

    def __init__(self, message: str, *, guess: str | None = None) -> None:
        super().__init__(message)
        self.guess = guess


class TooLarge(BadInput):
    """The input is over the limit that its message names (HTTP 413)."""


class Unreachable(BadInput):
    """An address could not be fetched, or may not be fetched.

    `status` is the HTTP status that was answered, None where none was; `retry_after` the seconds
    that the server asks to be left alone, None where it does not say.
    """

    def __init__(
        self, message: str, *, status: int | None = None, retry_after: int | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class NotFound(TimelineError):
    """There is nothing with this id (HTTP 404)."""


class OpenInterval(TimelineError):
    """The operation needs a side that the interval does not have; bound it first."""


class StoreUnavailable(TimelineError):
    """The store could not take the change (disk full, database away); nothing was changed."""


class NotAllowed(TimelineError):
    """Whoever asks may not do this; signing in may help (HTTP 401)."""
