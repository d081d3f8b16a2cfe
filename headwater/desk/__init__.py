"""The desk: what stands on top of the capabilities. Home, search, people, the trail, personas."""
