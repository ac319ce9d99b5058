"""Who, where and when: a document in, its entities and their mentions out."""
