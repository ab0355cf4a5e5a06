"""A second opinion on a definition, by a judge that shares no line of code with our rules."""

from certify.second_opinion.ask import ask, opinion_on
from certify.second_opinion.opinion import OUTCOME, Judgement, Opinion, with_opinion

__all__ = ["OUTCOME", "Judgement", "Opinion", "ask", "opinion_on", "with_opinion"]
