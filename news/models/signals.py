"""What pages announce to the rooms above them."""

from django.dispatch import Signal

# A story is about to be published or scheduled, in the same transaction, its row locked. Sent by the class
# with `article` (the row), `revision`, and `user` (None where nobody in particular publishes). A receiver
# forbids it by raising.
publishing = Signal()

# A page was copied, by itself or with the one it stands below: `page` is the original, `copy` the new one.
copied = Signal()

# A draft of a story was saved, in the same transaction: `article` as drafted, its `revision`, whether that
# was `overwritten`, and `user`, None where nobody in particular saved it.
drafted = Signal()
