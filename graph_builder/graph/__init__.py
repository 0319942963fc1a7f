"""Claims become quads, rules derive more, and one narrow interface gives access to all of them."""
