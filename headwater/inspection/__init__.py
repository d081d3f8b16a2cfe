"""Inspection: judge how far bodies have come, and publish a report that can be followed.

For inspectors, the bodies they inspect, those who oversee them, and the public. Its words: a
*round* inspects *subjects* against a *framework*; a subject fills in a *return* of *answers*;
*evidence* supports or contradicts an answer; inspectors *rate* a capability, *moderate* where
they differ and settle a *judgement*; *figures* count answers and judgements; a *report* is
published as an *edition*; *gaps* against minimum capabilities and *recommendations* become actions.
"""
