"""Contractions spelt out, shorthand, and slips of the pen in the words that matter."""

from typing import Final

from stream_health.language.valence import LEXICON
from stream_health.language.word_set import word_set

SUFFIXES: Final = {
    "'m": " am",
    "'re": " are",
    "'ve": " have",
    "'ll": " will",
    "'d": " would",
    "'s": " 's",
    "'": "",
}

EXPANSIONS: Final[dict[str, str]] = {
    "won't": "will not",
    "wont": "will not",
    "can't": "can not",
    "cant": "can not",
    "cannot": "can not",
    "dont": "do not",
    "doesnt": "does not",
    "didnt": "did not",
    "isnt": "is not",
    "arent": "are not",
    "wasnt": "was not",
    "havent": "have not",
    "hasnt": "has not",
    "wouldnt": "would not",
    "couldnt": "could not",
    "shouldnt": "should not",
    "im": "i am",
    "ive": "i have",
    "i'd": "i would",
    "youre": "you are",
    "youve": "you have",
    "weve": "we have",
    "theyre": "they are",
    "theyve": "they have",
    "thats": "that 's",
    "whats": "what 's",
    "hes": "he 's",
    "shes": "she 's",
    "its": "it 's",
    "it's": "it 's",
    "let's": "let us",
    "lets": "let us",
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "got to",
    "pls": "please",
    "plz": "please",
    "thx": "thanks",
    "tnx": "thanks",
    "u": "you",
    "ur": "your",
    "r": "are",
    "ppl": "people",
    "w": "with",
    "bc": "because",
    "cos": "because",
    "tmrw": "tomorrow",
    "tmw": "tomorrow",
    "mgmt": "management",
    "alot": "a lot",
    "acct": "account",
    "subscr": "subscription",
    "sub": "subscription",
    "licence": "license",
    "licences": "licenses",
    "organisation": "organization",
    "programme": "program",
    "favour": "favor",
    "behaviour": "behavior",
    "competetor": "competitor",
    "competetors": "competitors",
    "competiter": "competitor",
    "definately": "definitely",
    "definatly": "definitely",
    "wich": "which",
    "becuase": "because",
    "dissapointed": "disappointed",
    "dissappointed": "disappointed",
    "dissapointing": "disappointing",
    "unaceptable": "unacceptable",
    "unnacceptable": "unacceptable",
    "reccomend": "recommend",
    "reccommend": "recommend",
    "recomend": "recommend",
    "recieve": "receive",
    "succesor": "successor",
    "sucessor": "successor",
    "replacment": "replacement",
    "alternitive": "alternative",
    "alternitives": "alternatives",
    "cancle": "cancel",
    "cancell": "cancel",
    "canceling": "cancelling",
    "canceled": "cancelled",
    "urgant": "urgent",
    "imediately": "immediately",
    "immediatly": "immediately",
    "renewel": "renewal",
    "reniew": "renew",
}

_KEYWORDS: Final = [
    "leaving",
    "resigned",
    "resigning",
    "resignation",
    "retiring",
    "retirement",
    "successor",
    "replacement",
    "cancel",
    "cancelling",
    "cancelled",
    "cancellation",
    "terminate",
    "terminating",
    "termination",
    "subscription",
    "account",
    "renewal",
    "renewing",
    "discontinue",
    "deactivate",
    "delete",
    "competitor",
    "competitors",
    "alternative",
    "alternatives",
    "evaluating",
    "comparing",
    "considering",
    "switching",
    "budget",
    "expensive",
    "discount",
    "frustrated",
    "frustrating",
    "frustration",
    "disappointed",
    "disappointing",
    "unacceptable",
    "ridiculous",
    "terrible",
    "horrible",
    "urgent",
    "urgently",
    "immediately",
    "escalate",
    "escalating",
    "escalation",
    "manager",
    "recommend",
    "recommended",
    "excellent",
    "fantastic",
    "amazing",
    "brilliant",
    "impressed",
    "awesome",
    "undecided",
    "decision",
    "agreement",
    "vendor",
    "vendors",
    "provider",
    "working",
    "company",
    "tomorrow",
    "friday",
]
_LETTERS_MIN: Final = 4
_VALID: Final = word_set(
    "budge cancels deletes accounts discounts renewals decisions cancer vendor tender"
    " escalated terminates recommends impress deleted retried worming working workings"
    " company's"
)


def _slips(word: str) -> set[str]:
    """Each way to drop, swap or double one letter after the first."""
    inner = range(1, len(word))
    dropped = {word[:at] + word[at + 1 :] for at in inner}
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in inner[:-1]}
    doubled = {word[:at] + word[at] + word[at:] for at in inner}
    return {slip for slip in dropped | swapped | doubled if len(slip) > _LETTERS_MIN}


_PLAIN: Final = word_set(
    "a an the i we you he she it they us our my your their his her this that these those"
    " there here is are was were be been am to of in on at for from with and or but not no nor"
    " so if as by have has had do does did will would can could should shall may might must"
    " what which who whom whose when where why how all any some more most many much every each"
    " both either neither another other such than then also just only even still already yet"
    " now today tomorrow yesterday soon later after before since until while during once again"
    " please thanks thank hi hello hey dear good great best kind regards sorry yes ok okay"
    " sure maybe perhaps unfortunately sadly finally actually currently recently however"
    " although though because unless without within about over under between through into out"
    " up down off monday tuesday wednesday thursday friday saturday sunday january february"
    " march april june july august september october november december get got give let make"
    " take need want see know think hope looking trying using going following regarding given"
    " happy quick just fyi update question issue problem meeting call customer customers"
    " support team account contract subscription renewal budget cancel close delete stop"
    " terminate leaving left moving last new everything everyone someone nobody nothing"
    " something anything one two three first second time week month year day end start work"
    " works working people users data app product tool platform system service price pricing"
    " cost costs management leadership finance procurement legal security it's nothing money"
    " things stuff traffic half enough too very really"
)
"""Words that may begin a sentence without being somebody's name."""

_SLIPS: Final = {
    slip: word
    for word in _KEYWORDS
    for slip in _slips(word)
    if slip not in _VALID and slip not in _KEYWORDS and slip not in _PLAIN and slip not in LEXICON
}


def repair(word: str) -> str:
    """Give the keyword that a word is a slip of, else the word itself.

    >>> repair("subscripton"), repair("leavign"), repair("contact")
    ('subscription', 'leaving', 'contact')
    """
    return _SLIPS.get(word, word)


def is_plain_word(word: str) -> bool:
    """Tell whether a capital at the start of a sentence says nothing of this word."""
    first = word.split(" ", 1)[0]
    return first in _PLAIN or first in LEXICON or first.endswith(("ing", "ly", "ed"))
