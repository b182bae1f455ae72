"""What the endpoints of the editorial API stand on: who asks, with which scope, how often."""
