"""Public pages as files, rendered once and served until anything changes: README.md.

It depends on Django alone, and knows the site only by the settings that `conf.py` lists.
"""
