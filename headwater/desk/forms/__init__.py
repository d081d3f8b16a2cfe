"""What the desk asks, one module for each noun."""
