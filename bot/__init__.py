"""Telegram: directing a film in a chat.

A message comes in through `polling` or the webhook, is kept in the `inbox`, and is handled in the order of its
chat by one of the `handlers`: they parse, call one Studio verb and show a screen. `screens` are pure functions
from what the Studio tells to text, buttons and pictures; `words` hold every sentence in every language.
`wire` sends, `panels` edit what is on show, `watching` notices what a film is doing, `delivery` brings it.
"""
