"""Building: which editions there are to make (plan), one edition (pipeline), all of them (batch), files (write)."""
