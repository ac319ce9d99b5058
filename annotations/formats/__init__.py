"""Exchange formats: notes and a document to text or bytes, and back. No module here reads or writes a file."""
