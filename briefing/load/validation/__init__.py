"""Checks that values fit together: references, links, exhibits, likelihoods."""
