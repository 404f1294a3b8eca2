"""`python -m bot …` is `quietline …`."""

from bot.cli import main

main()
