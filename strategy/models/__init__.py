"""What is kept about strategies, trial actions and the catalogue."""

from strategy.models.agreements import AgreedMeasure, ChildVoice, Collection, DataAgreement, Measurement
from strategy.models.catalogue import CatalogueEdition, CatalogueEntry, CatalogueRevision
from strategy.models.cycles import ImprovementCycle, LeaderNote, PracticeTrack
from strategy.models.evaluations import CatalogueVote, Evaluation, HalfYearStatus
from strategy.models.involvement import (
    Communication,
    Involvement,
    OnboardingProgress,
    OnboardingStep,
    ReviewPoint,
    StrategyReview,
)
from strategy.models.reviews import BoardChoice, CommitteeQuestion, CommitteeReview, ConflictOfInterest, CriterionScore
from strategy.models.rounds import CommitteeSeat, Criterion, Round
from strategy.models.strategies import (
    Bearing,
    CyclePhase,
    Element,
    GuidingMark,
    ImprovementQuestion,
    Strategy,
    StrategyPeriod,
    StrategyVersion,
)
from strategy.models.trial_actions import (
    ApplicationVersion,
    ElementAnswer,
    Measure,
    Partner,
    PartnerConfirmation,
    SuccessTarget,
    TeamMember,
    TrialAction,
)
from strategy.models.units import Unit

__all__ = [
    "AgreedMeasure",
    "ApplicationVersion",
    "Bearing",
    "BoardChoice",
    "CatalogueEdition",
    "CatalogueEntry",
    "CatalogueRevision",
    "CatalogueVote",
    "ChildVoice",
    "Collection",
    "CommitteeQuestion",
    "CommitteeReview",
    "CommitteeSeat",
    "Communication",
    "ConflictOfInterest",
    "Criterion",
    "CriterionScore",
    "CyclePhase",
    "DataAgreement",
    "Element",
    "ElementAnswer",
    "Evaluation",
    "GuidingMark",
    "HalfYearStatus",
    "ImprovementCycle",
    "ImprovementQuestion",
    "Involvement",
    "LeaderNote",
    "Measure",
    "Measurement",
    "OnboardingProgress",
    "OnboardingStep",
    "Partner",
    "PartnerConfirmation",
    "PracticeTrack",
    "ReviewPoint",
    "Round",
    "Strategy",
    "StrategyPeriod",
    "StrategyReview",
    "StrategyVersion",
    "SuccessTarget",
    "TeamMember",
    "TrialAction",
    "Unit",
]
