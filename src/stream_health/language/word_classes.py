"""Words that can stand for one another: what is learned of one is known of all of its class.

"The treasurer refused the extension" and "the board turned the renewal down" share no word, but
they share what their words stand for. A class is for the word model alone, rules have their own
(`rules.lexicon`).
"""

from typing import Final

from stream_health.language.competitors import NAMED

_WORDS_KEPT: Final = 1 << 16

_CLASSES: Final = {
    "WE": "we us our ours ourselves",
    "I": "i me my mine myself",
    "YOU": "you your yours yourselves",
    "SHE": "he she him her his hers they them their who whom whose",
    "IT": "it this that these",
    "NOT": "not no never nor neither none nothing nobody without hardly cannot refuse refused"
    " refuses against",
    "BOSS": "boss ceo cfo cto cio coo director directors board owner owners management leadership"
    " committee chairman chair chairwoman president partners council headquarters hq group parent"
    " trustees shareholders treasurer finance procurement purchasing controller governors cabinet"
    " executive executives exec execs minister dean bursar founder founders accountant auditors"
    " comptroller upstairs investors receiver administrator",
    "PERSON": "colleague colleagues manager lead head admin successor predecessor sponsor champion"
    " supervisor coordinator officer analyst engineer planner assistant secretary deputy"
    " teammate coworker lady guy man woman chap fellow replacement foreman dispatcher",
    "KIN": "brother sister wife husband friend cousin nephew neighbour neighbor flatmate mother"
    " father son daughter",
    "CONTRACT": "contract contracts subscription subscriptions agreement account license licenses"
    " membership plan renewal renewals extension term order quote offer proposal paperwork seat"
    " seats package tenant workspace option prolongation commitment invoice",
    "PRODUCT": "tool tools software platform system systems product app solution service vendor"
    " vendors supplier suppliers provider providers planner program planning",
    "RENEW": "renew renews renewed renewing extend extends extended extending prolong prolonged"
    " continue continues continued continuing stay staying stays remain recommit resign keep"
    " keeping carry commit",
    "END": "end ends ended ending cancel cancels cancelled cancelling cancellation terminate"
    " terminates terminated terminating termination stop stopped stops stopping close closed"
    " closing discontinue discontinued quit expire expires lapse lapses finish finished finishes"
    " wind winding wound drop dropped dropping unsubscribe deactivate delete remove kill axe scrap"
    " scrapped shut shutting withdraw notice goodbye farewell",
    "LEAVE": "leave leaves leaving left depart departs departing departed resign resigned resigning"
    " retire retires retired retiring retirement gone go goes going off quit quits moved",
    "SWITCH": "switch switching switched move moving moved migrate migrating migrated migration"
    " change changing changed replace replacing replaced transition swap swapping go going gone"
    " roll rolled rolling",
    "DECIDE": "decide decides decided deciding decision choose chose chosen choice pick picked vote"
    " voted votes settle settled agreed agree sign signed signing approve approved conclude"
    " concluded verdict award awarded selected select won winner elect elected resolved",
    "DOUBT": "unsure uncertain undecided unclear doubt doubts doubtful maybe perhaps might may"
    " whether hesitate hesitant torn open question depends depend wonder wondering sceptical"
    " skeptical unlikely likely probably possibly hedge tentative pending limbo fence balance"
    " guess odds chance chances",
    "WAIT": "wait waiting hold holding pause paused postpone postponed defer deferred delay delayed"
    " park parked shelve shelved until before after later revisit adjourned rests resting",
    "COMPARE": "compare comparing compared comparison evaluate evaluating evaluation benchmark"
    " test testing tests trial trialling trialing pilot demo demos shortlist tender rfp bid pitch"
    " pitched versus vs against alternative alternatives side scoring score sandbox poc assess"
    " quoted weigh weighing than instead prefer preferred prefers preference favour favor better"
    " cheaper faster nicer rival rivals competitor competitors",
    "MONEY": "money budget budgets price prices pricing cost costs cheaper expensive discount"
    " invoice euro euros dollars pounds afford cash fee fees savings save saving increase percent"
    " grant subsidy funding funds spend spending",
    "CUT": "cut cuts cutting reduce reduced reduction freeze frozen slashed shrink shrinking less"
    " lower trimmed halve halved tighten tightened layoffs redundancies insolvency bankrupt",
    "JOB": "job role position post career employer company firm business organisation organization"
    " department team office badge desk chair mailbox inbox address",
    "DAY": "day days week weeks month months year years monday tuesday wednesday thursday friday"
    " saturday sunday january february march april june july august september october november"
    " december spring summer autumn winter quarter easter christmas tomorrow today tonight 1st"
    " 2nd 3rd 15th 30th 31st",
    "PAST": "ago formerly previously once back then was were had used former old earlier 2019 2020"
    " 2021 2022 2023 2024 previous since",
    "LAST": "last final",
    "NEXT": "next new another further again future beyond coming",
    "CLIENT": "customer customers client clients supplier contractor subcontractor tenant tenants"
    " partner landlord guest guests visitor visitors auditors sponsor sponsors stand booth project"
    " street park tower headquarters building hotel plot hall opposing parties",
    "FILE": "format file files export import importer imports archive csv webhook connector"
    " integration integrates api sync plugin domain domains tag tags field fields label board"
    " mapping column columns ticket tickets report reports upload",
    "ABSENT": "holiday holidays vacation leave sick parental maternity paternity office meeting"
    " lunch break shift trip train flight conference",
    "GOOD": "good great love loved lovely happy glad best excellent fantastic brilliant superb"
    " delighted pleased wonderful thank thanks grateful impressed calm",
    "BAD": "bad worse worst terrible awful angry fed annoyed tired sick disappointed disappointing"
    " unacceptable frustrating frustrated hate hopeless broken useless poor ridiculous",
    "PUBLIC": "recommend recommended reference review testimonial stage podcast speak webinar"
    " interview quote vouch case study article talk panel",
    "NOW": "now today immediately urgent urgently asap hour hours minutes tonight currently",
    "WANT": "want wants wish would like need needs ask asking please kindly could can",
    NAMED.upper(): NAMED,
}

_OF_WORD: Final[dict[str, tuple[str, ...]]] = {}
for _name, _words in _CLASSES.items():
    for _word in dict.fromkeys(_words.split()):
        _OF_WORD[_word] = (*_OF_WORD.get(_word, ()), _name)


def classes_of(word: str) -> tuple[str, ...]:
    """Give the classes of a word.

    >>> classes_of("treasurer"), classes_of("left"), classes_of("pear")
    (('BOSS',), ('LEAVE',), ())
    """
    return _OF_WORD.get(word, ())
