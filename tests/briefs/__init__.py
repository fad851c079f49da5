"""Five good briefs of different kinds, each in a workspace of its own: all of their content is made up."""
