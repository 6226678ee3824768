"""The rules in plain words: one public sentence for every key of the policy."""
