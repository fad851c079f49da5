"""The structure tree that PDF/UA requires, built from the HTML of an edition."""
