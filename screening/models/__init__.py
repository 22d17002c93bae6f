"""What is kept about screenings."""

from screening.models.analysis import AnalysisModel, Lever, LeverLevel, MaturityLevel
from screening.models.assessments import Assessment, Citation, Finding, Headline, NextStep, Recommendation
from screening.models.benchmarks import BenchmarkEdition, BenchmarkMember
from screening.models.reports import Report
from screening.models.reviews import Comment
from screening.models.screenings import Assignment, Screening
from screening.models.sources import DocumentRequest, Source
from screening.models.workshops import Workshop, WorkshopAnswer

__all__ = [
    "AnalysisModel",
    "Assessment",
    "Assignment",
    "BenchmarkEdition",
    "BenchmarkMember",
    "Citation",
    "Comment",
    "DocumentRequest",
    "Finding",
    "Headline",
    "Lever",
    "LeverLevel",
    "MaturityLevel",
    "NextStep",
    "Recommendation",
    "Report",
    "Screening",
    "Source",
    "Workshop",
    "WorkshopAnswer",
]
