"""They want to end the contract, the account or the service."""

from typing import Final

from stream_health.language.kind import ASKED, EXCLAIMED, HYPOTHETICAL, NEGATED, Kind, Rule
from stream_health.language.rules.cancellation_not_meant import AGAINST

_FOR = (
    Rule(
        "end_contract",
        7.0,
        """
            - (cancel|cancelling|cancelation|terminate|terminating|close|closing
              |closure of|shut down|shutting down|shut|end|ending|discontinue
              |discontinuing|deactivate|deactivating|delete|deleting|deletion of|remove
              |disable|disabling|stop|stopping|quit|drop|dropping|wind down|winding
              down|exit|exiting|kill|killing|invalidate|inactivate|scrap|axe|ditch
              |finish|finishing|finish up with|finishing up with|get rid of|getting rid
              of|get out of|pull out of|pulling out of|back out of|opt out of|walk away
              from|close out|close down|closing down|closing out|end of|dissolve|cease
              |ceasing|suspend|sunset|sunsetting|unsubscribe from|leave|cut|cut off
              |nix|erase|delist|offboard) (with)? (all (of)?)? (our|my|the|this|these
              |your|an|its|all|any|both|that|of our)? (current|entire|existing
              |annual|yearly|monthly|whole|full|company|business|enterprise|premium
              |pro|paid|own|personal|remaining|user|online|team|<Name>)? (<Name>)?
              <contract> !(manager|settings|rep|team|executive|owner|details|holder
              |number|page|tab|request|update|field|fields|status|invite|invitation
              |transfer|payment|order|notification|notifications|email|emails|sync
              |rule|rules|at|switch|name|names|field|ticket|tickets|record|records
              |object|stage|view|upload|export|import|call|meeting|review|worker
              |principal|desk|window|outage)
            - (cancel|terminate|discontinue|end) (with|everything with|our use of|using
              |our usage of|our business with|doing business with|our relationship with
              |working with) (you|your|this|the (product|platform|tool|service))
            - <contract> (to be|be|gets|get|is|being|should be|has to be|must be
              |needs to be) .. (cancelled|terminated|closed|deleted|ended|deactivated
              |discontinued|removed|shut down|disabled|stopped)
            - (make|making) (my|our|this|the) account go away
            """,
    ),
    Rule(
        "wants_out",
        7.0,
        """
            - (no longer|not|never|stop) (<adv>)? (want|wish|wants|wishing|interested
              in|interest in|wanting|going|need|care|plan) (to|in|for)? (be|being
              |remain|remaining|stay|continue|keep|continuing|keeping|use|using|work
              |working|do) (as|to)? (a|your|an|with|the|this|our|doing|using|being
              |any)? .. (customer|client|subscriber|member|business|account|service
              |services|subscription|contract|product|platform|tool|relationship
              |partnership|you|software)
            - (no longer|do not|does not) (<adv>)? (want|need|require|wish to use|intend
              to use|plan to use) (this|my|our|the|your|an|these|to use your|to keep
              (this|our|my)|to have (this|an)) (<any>)? (account|service|services
              |subscription|platform|product|tool|software|contract|licenses|app) (,|$
              |any|and|going|after|from|as|beyond|so|please|at all|how|now|because)
            - (want|need|like|wish|wants|wanting|trying|decided|ready|time|have
              |going) (to)? (get)? (out of|out from) (our|the|this|my|your) (contract
              |agreement|subscription|deal|commitment)
            - (we|i) (are|am) (done|through|finished) with (you|your|this|the (product
              |platform|tool|service|company))
            - (we are|we want|i want) out (,|$|please|as of|by (the|next))
            - (get|getting|let|take|taking) (us|me) out of (this|the|our|my|your)
              (contract|agreement|subscription|deal|commitment|plan|arrangement)
            - (wants|wishes|want|wish) not continue
            - (does|do) not (want|wish|like) (to)? (continue|go on|carry on) (,|$|with
              (you|it|the (contract|tool|service|platform|subscription))|anymore|any)
            - (ripping|rip|pulling|throwing|kicking) (you|<Name>|your (<any>)?
              <any>|the (tool|platform|system|software)|it) out (,|$|of|by|in|over
              |this|next|and|at)
            - (ripping|pulling|throwing|kicking) out (you|your|<Name>|the (tool|platform
              |system|software))
            - (hand|handing|handed|give|giving|gave) back (the|our|all|my)? (of our)?
              (<any>)? (licenses|license|seats|subscription|contract)
            - (not|never|nor) (be)? (going|go) (round|around) again
            - (moved|moving|move) off (you|your (<any>)?|<Name>|the)? (platform|product
              |tool|service|system|,|$|by|in|and|before)
            - (not|never) (take|taking|took) (up)? (another|a (second|third|new|further))
              (year|term|contract|round)
            - (never|not) do business with you (again|any)
            - (take|move|taking|moving) (our|my) business (elsewhere|somewhere else|to
              (a|another|someone))
            """,
        fixed=True,
    ),
    Rule(
        "not_renewing",
        6.6,
        """
            - (not|never) (<adv>)? (be)? (going to|planning to|plan to|intend to
              |intending to|wish to|want to|wanting to|looking to|be|to|going to be
              |able to)? (<adv>)? (be)? (renew|renewing|re sign|extend|extending|continue
              |continuing|prolong|prolonging|carry on|carrying on|move forward|moving
              forward|proceed|proceeding|resign up|sign again|go forward|going forward
              |stay|staying|go ahead) !(until|unless|without|before) (with)? (the|our
              |this|your|a|for|another|beyond|past|after|next|using|on|as)? (<any>)?
              (<any>)? (contract|subscription|agreement|license|licenses|service
              |services|year|term|renewal|platform|product|tool|partnership
              |relationship|you|expiry|cycle|period|customer|software|$)
            - (decided|decision|agreed|chosen|elected|opted|voted) (not to|against|to
              not|is not to|was not to|not) (renew*|extend*|continu*|prolong*|proceed*
              |keep*|go ahead|move forward|go forward|stay*)
            - (will|would|wo) not (be)? (renew|renewing)
            - (non renewal|nonrenewal) (notice|of|letter|$|,|for|decision|is)?
            - (let|letting) (it|the|our|this) (contract|subscription|agreement|license
              |licenses|plan|renewal|term)? (lapse|expire|run out|run off|drop|go)
            - (not|stop|turn off|disable|switch off|remove|cancel|opt out of|no
              |against) (the|our|to)? (auto renew|auto renewal|autorenew|autorenewal
              |automatic renewal|automatically renew)
            - (contract|subscription|agreement) (will|should|to|is going to|would|can)
              (not be|end|lapse|expire|run out|be allowed to) .. (renewed|extended
              |lapse|expire|,|$|<when>|and|without)
            - (last|final) (renewal|year|term|invoice|month|quarter|payment) (with you
              |as (a|your) customer)
            """,
        fixed=True,
    ),
    Rule(
        "notice_given",
        6.8,
        """
            - (consider|treat|take|accept|regard|count) (this|that) .. (as|our|my|a
              |to be|formal|official|written) .. (notice|termination|cancellation|request
              to (cancel|terminate|close))
            - (notice|letter|confirmation) of (our|the|my|intent|intention|contract
              |non)? (to)? .. (termination|cancellation|terminate|cancel|renewal|not to
              renew|non renewal|intent)
            - (give|giving|given|gave|serve|serving|served|hereby|submit|provide
              |providing|send|sending) (you)? (our|formal|official|written|the|my|you
              |a|30|60|90|days|three|one)? .. notice (to|of|that|on|under|for|as
              per|$) .. (terminat*|cancel*|end|contract|agreement|subscription|leav*
              |discontinu*|not renew|non renewal|we|$)
            - (termination|cancellation|non renewal|exit|terminating) notice
            - (request|confirm|process|acknowledge|arrange|initiate|start|begin
              |discuss|effect|want|about|regarding|need) (the|our|a|my|this|for|you
              to|us)? .. (cancellation|termination|closure|deletion|deactivation) (of
              |effective|$|,|as of|request|for|process|on|by|with|in writing|please
              |date) !((of)? (the|my|this|a|an)? (order|transfer|payment|meeting
              |ticket|booking|appointment|event|job|webinar|policy))
            - (our|my|the) (cancellation|termination) (request|,|$|effective|of (our
              |the|my)|date|is|takes|should|must)
            - (early|contract|subscription|account|service) (termination|cancellation
              |closure)
            """,
        fixed=True,
    ),
    Rule(
        "leaves_us",
        6.2,
        """
            - <we> (are|will be|have decided to be|'s|is|am|were) <adv>? (leaving
              |moving away from|moving off|migrating away from|migrating off|switching away
              from|switching off|moving away|walking away from|parting ways with
              |dropping|ditching|abandoning|replacing|phasing out|sunsetting|pulling out
              of|saying goodbye to|offboarding from) (of|from)? (you|your (platform
              |product|tool|service|services|solution|software|system|company|app)
              |this (platform|product|tool|service))
            - (leave|replace|drop|ditch|abandon|stop using|stopped using|cease using
              |discontinue using|quit using|move off|move away from|migrate off|migrate
              away from|switch away from|part ways with|walk away from|phase out|offboard
              from|get off|exit) (of|from)? (you|your (<any>)? (platform|product|tool
              |service|services|solution|software|system|company|app|offering))
            - (switch*|mov*|migrat*|transition*|going|go|gone|went|chang*|jump*
              |defect*|decided|signed|signing|chosen|chose|choosing|opted|picked
              |selected|awarded) .. (to|with|for|on)? (<competitor>|a competitor|(a
              |another|a different|some other|different|alternative|other|new) (vendor
              |provider|supplier|platform|solution|tool|product|service|software
              |system|company|option)) !(to you|for you)
            - (decided|chosen|agreed|time|elected|opted|going) (to|it is time to) (part
              ways|move on|go our separate ways|go elsewhere|look elsewhere|take our
              business|walk away|end things|call it a day|call it quits|pull the plug|go
              in (a|another) (different)? direction|go a different (way|direction|route)
              |move in a different direction|separate)
            - (going|gone|go|moving|headed|moved) (in|with) (a|another)? (different
              |another) (direction|vendor|provider|partner|route|solution|tool|platform
              |supplier)
            - (going|go) (elsewhere|our separate ways)
            - (pull|pulling|pulled) the plug (on (you|your|this|the|our) .. )?
            - <we> (are|have|will) (going to|decided to|been told to|agreed to)? (part
              |parting|parted) (ways|company) (with you)?
            - (bringing|bring|take|taking|moving|move|build*|brought|taken|moved) ..
              in house (and|so|instead|,|$|from|by|as|from now|next)
            - (our|your|this) (partnership|relationship|collaboration|journey|time with
              you|cooperation|engagement|time together) (is|will|has|come|comes|ends
              |must|should|to) .. (end|ends|over|ended|close|finish*|conclude*|draw*
              to)
            - end of the (road|line) (for us|with you|here)?
            """,
    ),
    Rule(
        "considers_ending",
        5.2,
        """
            - (consider|considering|think* (of|about)|thought (of|about)|tempted to
              |inclined to|leaning (to|towards)|close to|ready to|about to|might|may
              |could|will have to|have to|forced to|need to|going to|want to|would like
              to|looking to|plan to|planning to|intend to|wish to|time to|decided to
              |likely to|prepared to|on the verge of|threaten* to|discuss*|no (choice
              |option|alternative) but to|rather|forcing us to|time we|hoping to|trying
              to|seriously|i will|we will|we shall|let us|let me) .. (cancel
              |cancelling|terminate|terminating|leave you|leaving you|stop using (you
              |your|the (product|tool|platform|service))|pull the plug|walk away|jump
              ship|churn|opt out|drop you|end it|end things|unsubscribe|unsubscribing
              |discontinue|discontinuing|part ways|cut ties|call it quits|take our
              business elsewhere|go elsewhere|deactivate|move (away|elsewhere)|leave
              (your|the) (platform|service|product)) !(the|a|my|this|that|an|our|it
              |his|her|some|one|two|any|in|me|both|these|those|all)
            - (cancel|terminate|discontinue) (,|$|immediately|asap|now|today
              |effective|as of|at the end|by|before|with immediate|from|please|and
              (get|receive|request)|our|the|everything|<when>|if)
            - (please|want to|like to|need to|wish to|how do (i|we)|how to|how can (i
              |we)|asking to|i am|we are|hereby) (cancel|cancelling|unsubscribe
              |terminate|deactivate) (,|$|immediately|asap|now|today|effective|as of
              |at|by|with immediate|from|please|and|my|our|<when>)
            - (churn|churning) (from you)?
            - (cut|cutting|sever|severing) ties (with you)?
            """,
        near="renewal",
    ),
    Rule(
        "bare_cancel",
        5.6,
        """
            - ^ (please|pls|kindly|hi|hello|,)? (just)? (cancel|terminate) (please|us
              |immediately|now|asap|everything)? (,|$)
            - (want|like|need|wish|going|decided|have|ready|intend|plan|happy
              |forced) to (cancel|terminate|unsubscribe|discontinue) (,|$|immediately
              |asap|effective|at the end|before|with immediate|as of|because|due|since
              |as (it|we|i|the))
            - (please)? (unsubscribe|deactivate|offboard|deprovision|terminate) (us|our
              (company|org|organization|tenant|workspace|instance)) !(from (this|the
              |your) (newsletter|list|mailing|emails))
            - (close|delete|shut down|remove|wipe|purge|decommission) (our|the|my)
              (entire|whole)? (workspace|tenant|instance|organization|org|company data
              |environment) (,|$|and|effective|after|by|from|as|please|once)
            - stop (billing|charging|invoicing) (us|me|our)
            - (final|last) (invoice|bill) (before|since|as|and|so|because) (we|our|i)
            """,
    ),
    Rule(
        "ends",
        6.0,
        """
            - (and|, then|but then) (then)? that 's (it|that|all) & (contract
              |subscription|year|end|renew*)
            - (talk|speak|call|contact|need) .. (to)? (close|cancel|delete|terminate)
              (an|my|our|the|this) account
            - (end|ending|stop|cancel) (my|our) (services|service) (with|and|,|$)
            - (we|our <any>) (will|wo|do|does|shall|are) (not|no longer|never)
              (<adv>)? (be)? (need|needing|require|use|using|want|keep|keeping) (it
              |this|you|them|the tool|the platform) (any (more|longer)|anymore|after
              |beyond|from|past|next|in (the new year|january|february|march|april
              |may|june|july|august|september|october|november|december|2*)|once
              |when|going forward)
            - (i|we) (do not|no longer) (<adv>)? (need|want|use) (it|this|you) (any
              (more|longer)|anymore)? & (contract|subscription|renew*|roll over|license
              |account|cancel*)
            - (terminat*|cancel*|discontinu*|ceas*|wind* (down|up)|end*) (at|by|on|as
              of|effective|from|with effect|w e f|per|upon|before|after|next|this
              |in) (the|our|this)? (end|period|<when>|term|year|month|contract|expiry
              |renewal|season|quarter|anniversary|due|close) & (we|we 're|our|us
              |account|contract|subscription|tenant|license|please|pls|service
              |services)
            - (account|contract|subscription|service|tenant|license|services|agreement
              |membership|plan|workspace|instance|licence|org) (termination|cancellation
              |closure|deletion|closing|shutdown|deactivation) !(policy|terms|rate
              |clause|report)
            - (process|initiate|start|begin|proceed with|execute|arrange|schedule
              |effect|complete|confirm|trigger|action|handle|request*|need|want) ..
              (termination|cancellation|closure|offboarding|deactivation|wind down
              |deletion) !(of (the|my|this|a) (order|transfer|payment|meeting|booking
              |ticket|appointment))
            - (bring|brings|bringing|brought|come|comes|coming|draw|drawing|put) ..
              (relationship|partnership|contract|cooperation|collaboration|agreement
              |engagement|subscription|arrangement|things) .. (to (a|an) (close|end
              |conclusion|stop|halt)|to rest)
            - (will|wo|would|do|does|shall|are|am|is) (not|no longer|never) (<adv>)?
              (be|been)? (need|needing|require|requiring|use|using|want|wanting|keep
              |keeping|continue|continuing|have use|having use|pay|paying) (for|with|to
              use|any of)? (it|you|your|this|the|them) (<any>)? (<any>)? (next year|any
              longer|beyond|going forward|service|services|platform|tool|product
              |software|system|license|licenses|subscription|when (it|the contract)
              (ends|expires)|at the end) !(card|on my|today|now|because|until|, i)
            - (your|the|these) (services|service|platform|tool|product|software
              |license|licenses|subscription|system|support) (will|is|are|shall|would)
              (not|no longer) (be)? (required|needed|necessary|used|renewed|extended
              |continued|wanted)
            - (contract|subscription|agreement|license|it|plan|this|that|order) (does
              |do|will|should|must|shall|can|to) not (<adv>)? (be|get)? (roll over
              |roll|renew|auto renew|extend|continue|prolong|renewed|prolonged
              |extended|continued|rolled over|renew itself|rolling|go on|run on)
            - (not|never|nor) (roll over|renewed|auto renew|to be renewed|prolonged|be
              extended) & (contract|subscription|agreement|license|we|our|it|how|what)
            - (stop|stops|stopping|finish|finished|finishing|done|quit|end|ending
              |over) (with|it with|things with|on|using) (you|<Name>|your|this|the
              (tool|platform|product|software|service)|us) & (year|month|end|tell
              |want|will|decided|we|is|are|quarter|contract)
            - (last|final) (month|year|quarter|invoice|payment|term|season|renewal
              |day) (with you|with us|as (a)? customer|of our (contract|subscription)|on
              your|we pay|we will pay|for us with)
            - (part|parting|parted) (ways|company) (with)? (you|<Name>|,|$|at|when
              |and|once|after)
            - (not|never) (be)? (coming back|come back|returning|return|back) (next
              |after|for (another|a)|as|to (you|your|the platform)|in) & (contract
              |subscription|year|season|customer|license)
            - (lapse|lapses|lapsing|expire|expires|run out|runs out|ends) & (let
              |letting|allow|allowing|will not be|not renew|leave it|leave|without
              renew*|no renewal|we (are)? (done|out|leaving|go|going)|close
              |relationship)
            - (our|the) (decision|mind|choice) (is|has been|was|'s) (made|final|made
              up|taken) & (leav*|go* with|another|switch*|end*|renew*|cancel*
              |terminat*|close|contract|you)
            - (kill|nuke|scrap|bin|axe|chop|drop|sunset|pull|ditch|dump) (our|the
              |this|my|your) (subscription|contract|account|plan|tool|license|licenses
              |service|platform|<Name>)
            - (close|closing|shut|shutting) (down)? (up)? (shop|the business|the company
              |our doors|our company|our business|operations|for good|the agency) &
              (subscription|contract|account|need|license|service|end|so|cancel)
            - (get|getting|take|taking|pull|pulling|want|export|exporting|download*)
              (all)? (our|my|the) (data|stuff|records|content|files) (out|back|off)
            - (how|what|where|who) .. (cancel|terminate|get out of|leave|opt out
              |deactivate|close|end|discontinue|stop|delete|unsubscribe|shut down|not
              renew|offboard) (our|my|the|this|from|it all|everything|an|with)
              (<any>)? (contract|subscription|account|plan|agreement|license|licenses
              |service|services|membership|renewal|auto renewal|you|tenant|workspace)
            - (delete|deleting|close|closing|cancel|terminate|deactivate|shut) (it
              |this|everything|all of it|the lot|the whole thing|all) (,|$|down|please
              |now|asap|completely|and) & (account|subscription|contract|plan|service)
              (any more|anymore|,|$|no longer)
            - not (<adv>)? (want|need|use|using|wish to keep|require) (this|the|my|an
              |that|our) account
            - (we|i) (are|have|will|'re|will be)? <adv>? (switched|switching|switch
              |moved|moving|move|migrating|migrated|migrate|transitioned|transitioning
              |going with|gone with|went with|jumped) (over)? (to)? .. (now|already|by|at
              the end|as of|from|in|next|and|so|instead) & (cancel*|terminat*|close
              |contract|renew*|subscription|notice|export|data out)
            - if .. account .. (close|delete|let it sit|cancel) .. or
            - (should|do|can|could|must) i .. (close|cancel|delete|terminate) (my
              account|an account|this account|the account|it) & account
            """,
        fixed=True,
    ),
    Rule(
        "refused",
        6.0,
        """
            - a (clear|firm|definite)? no (to|from us|from our|for) (,|the|another|a|us
              |our|$) .. (renewal|extension|prolongation|year|term|contract|side|,|$)
            - (turn* down|turned down|vote* down|voted down|reject*|declin*|refus*) ..
              (renewal|extension|prolongation|option|another (year|term)|further (year
              |term))
            - (decid*|vot*|decision|vote|rul*|opt*|spoke) against (renew*|extend*
              |continu*|prolong*|another|keeping|staying|the (renewal|extension))
            - (contract|subscription|membership|agreement|license|option|renewal) ..
              not (to)? (be|going to be)? (extended|prolonged|renewed|continued|taken up
              |exercised)
            - (do|does|will|shall|would|can) not (<adv>)? (take up|exercise|make use of
              |use|draw) (the|our)? option
            - no (further|new|more|other) (contract|term|renewal|extension) (from|with
              |for|in|after|please|,|$)
            - (tear|rip|throw) (up|away) .. (renewal|offer|contract|quote)
            - (cross|strike|scratch) (us|me) (off|from)
            """,
        fixed=True,
    ),
    Rule(
        "data_out",
        4.4,
        """
            - (export|extract|download|get|retrieve|migrate|copy|backup|hand over
              |return|delete) .. (all (of)? (our|the)|our entire|our|everything) .. (data
              |records|content|history) .. (before|when|since|as|prior to|because
              |after|so) .. (leave|leaving|contract ends|subscription ends|end of (the)?
              contract|contract expires|account (is)? close*|we (go|move|switch|close
              |terminate)|migrat*|termination|our new (vendor|provider|tool))
            - offboarding (process|steps|plan|checklist|call) .. (for us|our|to leave
              |look)?
            - (exit|offboarding|transition) (plan|process|terms|clause|assistance
              |support) (from|with|in our|of our) (you|your|contract|agreement|the
              contract)
            """,
    ),
)

KIND: Final = Kind(
    "cancellation_intent",
    (*_FOR, *AGAINST),
    context={NEGATED: -6.0, HYPOTHETICAL: -1.0, ASKED: 0.0, EXCLAIMED: 0.2},
    floor=-0.25,
)
