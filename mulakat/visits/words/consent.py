"""What a visitor agrees to, and in which wording: the versions kept with each request."""

# The privacy notice (templates/info/privacy.html). A change of meaning gets a new version, and
# older requests keep the version their visitor saw.
PRIVACY_VERSION = "2026-11"
