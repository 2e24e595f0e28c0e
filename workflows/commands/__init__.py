"""Commands on their way to an appeal: who sent them, and in which order they are carried out."""
