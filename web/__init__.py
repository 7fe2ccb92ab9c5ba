"""The page: an aiohttp server that signs people in, answers the API, tells events, and hands out media."""
