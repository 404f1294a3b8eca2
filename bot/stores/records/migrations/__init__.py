"""Migrations of records, run from code by `bot.stores.records.schema`."""
