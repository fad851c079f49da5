"""The grammar of texts: CommonMark without raw HTML, its usual extensions, citations `[@source]` and facts `{fact}`."""
