"""The engines that rank, behind one interface."""
