"""The grammar of time: expressions, lexicons as data, patterns over tokens, calendar resolution."""
