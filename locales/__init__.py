"""Texts: every sentence the bot says, in Fluent, one folder a language, with the few rules that hold for all of them.

The bottom of the building: everyone may import this, and it imports nobody.
"""
