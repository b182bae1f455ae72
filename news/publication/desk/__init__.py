"""What people do to stories, as data: the admin and the editorial API offer and run the same actions."""
