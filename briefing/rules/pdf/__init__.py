"""Rules over the files that are handed out: the PDF, the HTML edition, the e-mail draft."""
