"""Layout analysis of typeset pages: glyphs to lines, lines to columns and blocks. Knows no PDF library.

Lengths are points; x grows to the right and y upward, as in PDF. Offsets in the source count the library's
characters from the first page on.
"""
