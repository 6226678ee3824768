"""What proves who somebody is: a phone, a code, a link, a pass."""
