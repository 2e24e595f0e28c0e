"""What only Kazakhstan has, as far as it is code. For a second country, these modules are replaced.

Its law, calendar, regions and bodies are data: docs/rulebooks.md.
"""
