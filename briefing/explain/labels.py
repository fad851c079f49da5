"""Explains a label: the file of the workspace overrides the shipped one."""

from __future__ import annotations

from briefing.core.errors import WorkspaceError
from briefing.explain.explanation import Assignment, Explanation
from briefing.explain.layered_files import layers_of
from briefing.load.languages import labels_files
from briefing.load.library import Library
from briefing.load.yaml.files import open_model
from briefing.model.labels import Labels, OwnLabels
from briefing.stages import Job


def explain_label(name: str, job: Job, library: Library) -> Explanation:
    """Explain a label of an edition, with its value in the layers below."""
    language = library.languages.find(job.edition.language) or job.edition.language
    assignments = []
    own, _ = labels_files(language)
    for known_as in labels_files(language):
        for who, file in layers_of(known_as, library.files):
            model = OwnLabels if known_as == own else Labels
            labels, source_map = open_model(library.files, file, model, WorkspaceError)
            if name in labels.labels:
                where = source_map.value(("labels", name))
                assignments.append(Assignment(who, labels.labels[name], where))
    return Explanation(
        f"labels.{name}", (job.edition,), assignments[0] if assignments else None, tuple(assignments[1:])
    )
