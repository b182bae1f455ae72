"""What editors see of readers' searches, and decide about them, in the admin."""
