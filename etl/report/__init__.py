"""HTML pages of a release and of a document, made from rows that store/ reads."""
