"""Other names of keys: those of other tools and of word processors, and the headings of reports."""

from __future__ import annotations

import re
from collections.abc import Collection

from briefing.core.finding import nearest

NAMES: dict[str, tuple[str, ...]] = {
    "bottom_line": (
        *("summary", "executive_summary", "exec_summary", "bluf", "tldr", "key_message"),
        *("main_message", "takeaway", "lead", "teaser", "standfirst", "main_point"),
    ),
    "key_points": (
        *("key_messages", "messages", "highlights", "key_findings", "main_findings", "findings", "takeaways"),
        *("key_takeaways", "points", "bullets", "bullet_points", "main_points"),
    ),
    "sources": (
        *("references", "bibliography", "works_cited", "citations", "literature", "reference_list", "refs"),
        *("source", "reference", "citation"),
    ),
    "authors": ("author", "byline", "written_by", "prepared_by", "creator", "creators", "writer", "writers"),
    "author": ("authors", "creator", "writer", "by"),
    "keywords": ("keyword", "tags", "tag", "key_words", "topics"),
    "text": ("body", "content", "contents", "paragraph", "paragraphs", "main_text", "description"),
    "sections": ("section", "body", "content", "contents", "text", "main_text", "paragraphs", "chapters"),
    "title": ("heading", "headline", "header", "caption", "name"),
    "name": ("title", "label", "heading"),
    "subtitle": ("subject", "topic", "subheading", "subhead", "tagline"),
    "about": ("description",),
    "type": ("document_type", "kind", "doctype"),
    "method": ("methodology", "methods", "data_and_methods", "approach"),
    "date": ("published", "publication_date", "release_date", "created", "day", "year", "issued"),
    "as_of": ("updated", "last_updated", "cut_off", "cutoff", "data_as_of", "status_date"),
    "valid_until": ("expires", "expiry", "valid_to", "valid_through", "expiry_date"),
    "language": ("lang", "locale"),
    "licence": ("license", "copyright", "rights", "terms_of_use"),
    "web": ("url", "website", "link", "links", "homepage", "web_address"),
    "url": ("web", "website", "link", "address", "href", "web_address"),
    "edition": ("version", "revision"),
    "number": ("no", "nr", "issue_number"),
    "publisher": ("organisation", "organization", "institution", "institute", "issuer", "company"),
    "contact": ("contacts", "email", "phone", "telephone", "address"),
    "recommendations": ("recommendation", "actions", "advice", "policy_recommendations", "next_steps"),
    "outlook": ("forecast", "forecasts", "future", "projections", "prognosis"),
    "options": ("alternatives", "policy_options", "choices"),
    "counter_view": ("counterargument", "counterarguments", "dissent", "alternative_view", "opposing_view"),
    "changes": ("changelog", "change_log", "whats_new"),
    "glossary": ("definitions", "terms", "abbreviations", "acronyms"),
    "questions": ("faq", "discussion_questions"),
    "quotes": ("quotations", "statements"),
    "annexes": ("annex", "annexe", "appendix", "appendices", "attachments"),
    "further_reading": ("recommended_reading", "additional_reading", "see_also", "read_more", "resources"),
    "acknowledgements": ("acknowledgments", "acknowledgement", "acknowledgment", "thanks"),
    "funding": ("funders", "funder", "funded_by", "financial_support", "grants"),
    "competing_interests": (
        *(
            "conflict_of_interest",
            "conflicts_of_interest",
            "conflict_of_interests",
            "declaration_of_interest",
        ),
        *("declaration_of_interests", "disclosure", "disclosures", "competing_interest", "interests"),
    ),
    "partners": ("partner", "sponsors", "sponsor", "supporters", "logos"),
    "cover": ("cover_image", "cover_picture", "cover_photo", "hero_image", "header_image", "title_picture"),
    "portrait": ("photo", "picture", "image", "headshot", "photograph"),
    "bio": ("biography", "about", "biographical_note", "short_bio", "cv"),
    "affiliation": ("institution", "institute", "organisation", "organization", "employer", "department"),
    "report_number": ("report_no", "paper_number", "catalogue_number", "catalog_number", "reference_number"),
    "custom": ("custom_fields", "extra", "extras", "metadata"),
    "marking": ("classification", "confidentiality", "embargo", "security"),
    "facts": ("statistics", "stats", "data_points", "variables"),
    "at_a_glance": ("key_figures", "key_numbers", "key_facts"),
    "disclaimers": ("disclaimer", "legal", "legal_notice"),
    "alt": ("alt_text", "alternative_text", "description"),
    "file": ("src", "path", "image", "picture", "filename", "file_name"),
    "note": ("footnote", "notes", "comment"),
    "unit": ("units",),
    "likelihood": ("probability", "chance", "odds"),
    "container": ("journal", "book", "magazine", "newspaper", "site"),
    "place": ("city", "location"),
    "accessed": ("accessed_on", "access_date", "retrieved"),
    "role": ("position", "job", "job_title"),
    "plain": ("simple", "plain_language", "easy"),
    "action": ("what", "recommendation"),
    "by": ("deadline", "when", "until"),
    "who": ("actor", "whom", "for_whom"),
}
"""A key → other names for it. A name may have several keys: the first one that is allowed in its place is meant."""

HEADINGS = (
    *(
        "introduction",
        "intro",
        "background",
        "context",
        "conclusion",
        "conclusions",
        "discussion",
        "analysis",
    ),
    *("overview", "results", "policy_context", "problem", "challenge", "case_study", "foreword", "preface"),
    *("literature_review", "evidence", "limitations", "rationale", "motivation"),
)
"""Headings of reports: a section has them as its title."""

BLOCKS = {
    **dict.fromkeys(("table", "tables"), "table"),
    **dict.fromkeys(("chart", "charts", "graph", "graphs", "diagram", "plot", "data"), "chart"),
    **dict.fromkeys(
        ("figure", "figures", "image", "images", "picture", "pictures", "map", "photo"), "figure"
    ),
    **dict.fromkeys(("box", "boxes", "sidebar", "callout"), "box"),
    "timeline": "timeline",
}
"""A name of a block → its kind: blocks are in the `blocks` of a section."""

LIMITS = ("only", "not")
"""The keys that limit a text or an item to some audiences."""

VARIANTS = ("short", "plain")
"""The keys of variants, which are next to the `text` of a text."""

WORD_END = re.compile(r"[\s_-]+")


def meant_by(name: str, known: Collection[str]) -> str | None:
    """Return the allowed key that a name means: one with another name, or a similar one; None if there is none."""
    plain = _plain(name)
    if plain in known:
        return plain
    for key, others in NAMES.items():
        if key in known and plain in others:
            return key
    return None if plain in HEADINGS or plain in BLOCKS else nearest(name, known)


def has_other_name(name: str, known: Collection[str]) -> bool:
    """Return True if a name is another name of an allowed key."""
    plain = _plain(name)
    return any(key in known and plain in others for key, others in NAMES.items())


def place_of(name: str, known: Collection[str]) -> str:
    """Return the help for a name that belongs in a section, with a text or in a block; "" for any other name."""
    plain = _plain(name)
    if plain in HEADINGS and "sections" in known:
        title = name.strip().replace("_", " ").capitalize()
        return f"make it a section: `- title: {title}`, with its `text`, under `sections`"
    if plain in LIMITS and "sections" in known:
        return "move it to the text or section that it limits; for the whole brief, write `audiences`"
    if plain in VARIANTS and "sections" in known:
        return f"move it below the text of which it is a variant: `text: …`, and below it `{plain}: …`"
    if plain in BLOCKS and ("sections" in known or "blocks" in known):
        return f"write it as `- {BLOCKS[plain]}: …` under `blocks` of a section"
    return ""


def _plain(name: str) -> str:
    return WORD_END.sub("_", name.strip().lower())
