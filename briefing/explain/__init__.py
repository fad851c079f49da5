"""Where what an edition has under a key comes from: who says it, who said otherwise and did not win."""
