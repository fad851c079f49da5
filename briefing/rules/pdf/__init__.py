"""Rules about the files that go out: the PDF, the HTML edition and the e-mail draft."""
