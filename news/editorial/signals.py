"""What reviews announce to the rooms above them."""

from django.dispatch import Signal

# A story is about to be reviewed, or a step of its review approved, in the same transaction. Sent with
# `article`, its newest draft, and `approver`, who approves a step, None where it only begins. A receiver
# returns a list of refusals; one is enough to forbid it.
reviewing = Signal()
