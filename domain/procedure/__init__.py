"""The acts of the law, one room for each: what follows if one is done, and what an appeal is after it."""
