"""Logs, metrics, health checks, background tasks, security headers, cache and storage.

Imports only page_cache. Apps above register their health checks and metrics here.
"""
