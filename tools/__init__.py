"""Tools of developers: printed pages and checks."""
