"""Demo content (`manage.py demo`), and large sites to measure with (`manage.py populate`).

May import every app; no app imports it.
"""
