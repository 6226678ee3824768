"""A request that was written down for a caller: is it right? Behind the link of the SMS."""
