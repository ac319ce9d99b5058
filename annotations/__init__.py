"""The notes: a library without a screen.

What a note is, how notes are kept, found again in a changed text, merged and exchanged. Knows neither
`reader` nor any toolkit for terminals.
"""
