"""Accounts: signing in through allauth, invitations, and limits on wrong passwords."""
