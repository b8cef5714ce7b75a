"""What looks like a cancellation of the contract and is not: meetings, orders, other vendors."""

from typing import Final

from stream_health.language.kind import Rule

AGAINST: Final = (
    Rule(
        "other_thing",
        -7.0,
        """
            - (transfer|transfers|payment|transaction|purchase|order|card|cheque
              |package|item|booking|pin) .. (cancel|cancelled|deactivate|reverse*) (it)?
              (,|$|and|or|now|please)
            - (transfer|payment|transaction|purchase|order|card|cheque|package|item
              |booking|pin) , .... (cancel|cancelled|deactivate|reverse*) (it)? (,|$|and
              |or|now|please)
            - (transfer|payment|transaction|purchase|order|package|item|booking) ....
              (need|like|want|how do i|can i|must) (to)? cancel (it)?
            - (someone|employee|user) .. (left|leave) .. (delete|close|deactivate)
            - (cancel*|terminat*|clos*|delet*|stop*|remov*|end*|disabl*|deactivat*
              |shut|discontinu*|reverse*) (of|down)? (the|my|our|a|an|this|that|his
              |her|all|these|those|one|some|any|your|tomorrow 's|today 's|next week
              's|friday 's|monday 's|last)? (<any>)? (<any>)? (meeting|meetings|call
              |calls|ticket|tickets|case|order|orders|transfer|transfers|transaction
              |transactions|payment|payments|card|cards|top up|topup|booking
              |appointment|job|jobs|export|exports|import|imports|webinar|event
              |events|training|session|workflow|workflows|campaign|campaigns|report
              |reports|request|invite|invitation|invitations|qbr|demo|sync|deployment
              |run|runs|reservation|flight|hotel|purchase|atm|withdrawal|direct debit
              |standing order|exchange|refund|upload|process|task|tasks|schedule
              |scheduled|email|emails|notification|notifications|reminder|reminders
              |newsletter|test|loop|migration|draft|dashboard|automation|trigger|alert
              |alerts|survey|poll|thread|channel|conversation|chat|deal|opportunity
              |lead|slot|visit|trip|workshop|shift|delivery|shipment|survey
              |integration|webhook|upgrade|maintenance|release|interview|account
              (manager|review|plan)|project|projects|pull request|build|query|queries
              |session|sessions|thread|gap|books|door|loophole|tab|window|issue
              |issues|bug)
            - (customer|customers|client|clients|user|users|subscriber|subscribers
              |member|members|patient|patients|guest|guests|student|students|people
              |guest|shopper|shoppers|buyer|buyers|donor|donors|end users
              |visitors|candidates) .. (cancel*|terminat*|clos* (their|an|the)|churn*
              |unsubscrib*|want to (leave|cancel)|delet*|not renew*|renew*)
            - (cancel|cancels|cancelled|cancelling|close|delete) (their|his|her|a|an
              |one of|another|old|test|duplicate|demo|sandbox|unused|inactive|former
              |a user 's|someone 's|some|two|three|four|five|2|3|4|5|6|7|8|9|10
              |20|extra|second|dormant|trial|personal) (<any>)? (<any>)? (account
              |accounts|subscription|subscriptions|plan|user|users|seat|seats|license
              |licenses|membership|workspace)
            - (cancellation|cancellations|termination|churn|renewal) (feature|flow|form
              |rate|rates|reason|reasons|report|module|workflow|button|survey
              |prediction|dashboard|data|page|fee for|email template|numbers|metric
              |metrics|risk (score|model)|trend)
            - (why|was|were|has|have|been|got|get|is|who|wrongly|mistakenly
              |suddenly|accidentally|by mistake) (been|was|is|were|my|our|the)? (my
              |our|the|you)? (account|subscription|service|card|contract)? (been|was
              |is|were)? (cancelled|terminated|closed|blocked|suspended|deactivated
              |deleted|disabled) (by (you|your|mistake|accident)|for no reason
              |automatically|accidentally|without|yesterday|today|overnight|again|when
              |on (my|our))
            - (accidentally|mistakenly|inadvertently|by (mistake|accident)) .. (cancel*
              |delet*|deactivat*|clos*|terminat*)
            - (cancel*|delet*|deactivat*|clos*|terminat*) .. (accidentally|mistakenly
              |inadvertently|by (mistake|accident))
            - (noise|echo) cancel*
            - (reopen|reactivate|restore|reinstate) (my|our|the)
            """,
    ),
    Rule(
        "other_vendor",
        -7.0,
        """
            - (cancel*|terminat*|end*|left|leav*|drop*|ditch*|stop* using|clos*
              |replac*|phas* out|retir*|switch*|mov*|migrat*|renew*) (off|away|from
              |out|off from|of)? (the|our|their|with the|with our|that|an|its)? (old
              |legacy|previous|former|other|competing|existing|prior|last|incumbent
              |current) (<any>)? (contract|tool|platform|vendor|provider|system
              |subscription|license|licenses|agreement|supplier|software|solution
              |spreadsheet|spreadsheets|product|crm|setup|process|plan|stack)
            - (cancel*|terminat*|end*|left|leav*|drop*|ditch*|stop* using|stopped
              |clos*|replac*|phas* out|retir*|mov* (off|away|from)|migrat* (off|from
              |away)|switch* (from|off)) (off|away|from|out of|of)? (our|the|my|their
              |all|from)? (<any>)? (contract|subscription|account|license|licenses
              |agreement|plan)? (with|of|to|from|for)? (<competitor>|the competition|our
              old|the old|our previous|the previous|our former|a competitor|<Name>) ..
              (for|because|since|now that|and|to|in favor of|after|once|as soon as)
              .. (you|yours|your)
            - (switch*|mov*|migrat*|came|come|chang*|mov* over|transition*) .. (to
              |over to|onto) (you|yours|your (platform|tool|product|solution|system
              |service))
            - (cancel*|terminat*|left|leav*|drop*|ditch*|clos*|end*) (our|the|my
              |with|their)? <competitor> (contract|subscription|account|license|licenses
              |plan|agreement)
            - in favor of (you|yours|your)
            """,
    ),
    Rule(
        "staying",
        -7.0,
        """
            - (considering|thinking|tempted|consider|contemplat*|exploring|evaluating
              |wants|looking|look|might|may|could) .. (a move|move|moving|switch
              |switching|jump|jumping|going|a switch|migrat*|chang*) (over)? (to|with)
              (<competitor>|another|a different|a new|one of)
            - (not|never|no) (<adv>)? (be|been)? (going|planning|plan|plans|looking
              |want|intend|intention|intending|thinking|trying|about|interest
              |interested|desire|reason|way|here|asking|need|considering|wish
              |suggesting|saying|threatening|appetite|wanting|wishing|intentions) (to
              |of|in|on|about|we|that|for)? (<any>)? (<any>)? (cancel*|terminat*|leav*
              |leave|clos*|end*|churn*|switch*|drop*|stop*|discontinu*|go* anywhere
              |walk*|quit*|mov* (away|on|off)|delet*|deactivat*|part ways|replac*)
            - (decided|chose|agreed|opted|convinced|persuaded|talked|happy|glad
              |relieved) (us|me|them|him|her|<Name>|everyone|that)? (to stay|against
              (cancel*|leav*|terminat*|clos*|switch*)|not to (cancel*|leave|terminate
              |switch|close*)|to (keep|continue|stay|renew*)|out of (cancel*|leav*)|we
              did not (cancel|leave|switch)|i did not (cancel|leave))
            - (do not|please do not|never|did not|would not|not|need not|no need to|wo
              not|will not|have not|has not|without having to|rather than|instead of)
              (<adv>)? (cancel|cancelling|cancelled|terminate|terminating|terminated
              |close|delete|deactivate|leave|leaving|churn|drop) (our|the|my|you
              |your|it|anything|,|$|us|this|yet|but|because|just|any)
            - (was|were|had been|almost|nearly|came close to|used to|about) .. (going
              to|thinking (of|about)|considering|ready to|about to|planning to)?
              (cancel*|leav*|terminat*|switch*|churn*|pull the plug|walk away|quit*)
              .... (but|until|before|then|however|and then|now|glad|though)
            - (withdraw|withdrawing|revoke|revoking|rescind|take back|retract|ignore
              |disregard|undo|reverse) (my|our|the)? .. (cancellation|termination|notice
              |request to cancel)
            - (happy|glad|pleased|excited|delighted|looking forward) to (renew|stay
              |continue|extend|sign)
            - (cancellation|termination) (policy|clause|rights|terms) (in|of) (your|the)
              (terms|dpa|draft|template|nda)
            """,
    ),
    Rule(
        "supposition",
        -2.5,
        """
            - (fee|fees|penalty|penalties|cost|terms|policy|notice period
              |consequences) (for|of|on|if|to|when|in case of)? (a|an|the|we|early)?
              (early|we)? (terminat*|cancel*|early termination)
            - (hypothetically|theoretically|in theory|for argument 's sake|just curious
              |out of curiosity|worst case)
            - (if|in case|suppose|should) (we|i|one|a customer|someone) (were to|ever
              |did|should|one day)
            - what (happens|would happen|if)
            """,
    ),
    Rule(
        "part_only",
        -3.0,
        """
            - (one|two|three|four|five|six|seven|eight|ten|some|few|couple|10|12
              |15|20|25|30|5|3|4|6|8|2) (of)? (our|the|unused|extra|spare|user
              |more)? (seats|licenses|users|seat|license|accounts|add on|add ons)
            - (cancel*|delet*|remov*|clos*|stop*|terminat*|discontinu*) .. (add on
              |addon|addons|add ons|module|sandbox|test (account|tenant|workspace)
              |newsletter|mailing list|beta|duplicate|other account|old account|second
              account)
            """,
    ),
)
