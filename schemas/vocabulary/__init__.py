"""The vocabulary: the title in three languages of every value that the API accepts or returns."""
