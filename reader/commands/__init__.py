"""The acts of the `postil` command, one module each: words in, text out, an exit code back. No screen."""
