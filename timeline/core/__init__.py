"""Values and their arithmetic: standard library only, no clock, no input or output."""
