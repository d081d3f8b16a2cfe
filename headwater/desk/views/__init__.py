"""The desk's pages, one module for each noun, each with its own addresses."""
