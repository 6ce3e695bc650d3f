"""Which language a text is in."""

_SAMPLE = 4000
_LEAST = 20


def detect(text: str) -> str:
    """ISO 639-1 code of the text's language; `en` where there is too little text to tell."""
    sample = text[:_SAMPLE]
    if sum(letter.isalpha() for letter in sample) < _LEAST:
        return "en"
    from py3langid import classify  # type: ignore[import-untyped]  # has no types

    code, _ = classify(sample)
    return str(code)
