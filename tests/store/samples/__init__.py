"""What each released version wrote: it must load for as long as appeals of that version live."""
