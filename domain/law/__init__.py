"""The applicable law of an appeal, its vocabulary and its rules."""
