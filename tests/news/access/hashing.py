"""A way to hash passwords that counts how often it is used."""

from django.contrib.auth.hashers import MD5PasswordHasher


class CountingHasher(MD5PasswordHasher):
    """As fast as the tests' own."""

    algorithm = "counting"
    rounds = 0

    def encode(self, password: str, salt: str) -> str:
        """Hash a password."""
        type(self).rounds += 1
        return super().encode(password, salt)
