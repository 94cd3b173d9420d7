"""Schedules and their publisher, the publication calendar, reports and the guide for editors.

Knows every page as Wagtail's `Page` only.
"""
