"""Where vectors are asked for the nearest, behind one interface."""
