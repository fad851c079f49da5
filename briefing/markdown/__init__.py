"""The grammar of texts: CommonMark without raw HTML, with extensions, citations `[@source]` and facts `{fact}`."""
