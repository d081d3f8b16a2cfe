"""What the desk changes itself: people, posts and what they may do, each with its trail."""
