"""What begins the names of all indices that this process of the tests makes; imports nothing of ours."""

from uuid import uuid4

PREFIX = f"nashra-test-{uuid4().hex[:10]}"
