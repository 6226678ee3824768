"""The family books: six pages, the OTP, the reference. A page is a module with its template."""
