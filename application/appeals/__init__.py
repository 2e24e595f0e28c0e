"""What is read and written beside an appeal's commands: lists, notes, notices and tracking codes."""
