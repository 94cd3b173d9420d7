"""Public pages as files: made once for each change of the content, served many times."""
