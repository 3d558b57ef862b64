"""Text to tokens, sentences, quotations and rarity, always with the way back to the body."""
