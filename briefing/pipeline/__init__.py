"""Plans a selection of editions and takes each through the stages."""
