"""The papers of the house; `docs.generate` writes those that come from the code."""
