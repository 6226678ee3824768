"""Real servers that stand in for the world outside: a mail server and an SMS gateway.

In a test they are the fixtures `smtp` and `sms` (conftest.py). As a process of their own:

    python -m tests.doubles --smtp-port 8141 --sms-port 8142
"""
