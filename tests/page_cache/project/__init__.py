"""A project of two pages that uses the page cache, and no other app of this site."""
