"""What looks like a person leaving and is not: for the day, the old tool, last year, our side."""

from typing import Final

from stream_health.language.kind import Rule

AGAINST: Final = (
    Rule(
        "temporary",
        -6.5,
        """
            - (vacation|holiday|holidays|pto|annual leave|parental leave|maternity
              |paternity|sick leave|sabbatical|on leave|medical leave|bank holiday
              |honeymoon|jury duty|long weekend|bereavement leave|business trip|paid
              leave)
            - (leave|leaves|leaving|left|gone|going|off|heading|head|out|away) ..
              for (the day|the weekend|lunch|dinner|a (meeting|walk|break|flight|trip
              |conference|coffee|quick|doctor|few (days|hours|minutes)|couple|week
              |while|bit|moment|training|workshop)|my (flight|trip|train|next (call
              |meeting)|appointment)|today|now|the (airport|night|evening|afternoon
              |conference|holidays|summer|gym|train|office|next meeting|station)|an
              (appointment|hour|offsite|event)|school|home|christmas|easter|work)
            - (back|return*) (on|in the office|to the office|by|next|in|monday
              |tuesday|tomorrow) (monday|tuesday|wednesday|thursday|friday|the|next
              |january|february|march|april|may|june|july|august|september|october
              |november|december|a|an|1*|2*|3*|4*|5*|6*|7*|8*|9*|my|week|office
              |two|then)
            - (while|when|whilst) (i am|she is|he is|she 's|he 's|<Name> is|<any> is
              |<any> 's) .. (away|out|off|on|travelling|traveling|absent)
            - (until|till) .. (back|return*|returns|monday|tuesday|wednesday|thursday
              |friday|then)
            - (in|during) (my|his|her) absence
            - (covering|cover|covers|filling in|standing in) for (me|him|her|<Name>)
              (while|until|this|next|during|today|for)?
            - out of (the)? office
            - (leaving|left|leave|quit|exit) .. (early|the (meeting|call|room|office
              |webinar|session|zoom|house|chat|channel|thread|conference|desk|page
              |screen|train|kitchen|country|slack|list|group|stage|queue))
            - last (day|week|days) (of|before) (my|the|our|his|her)? (vacation
              |holiday|holidays|leave|pto|trial|trip|term|school|training|sprint
              |month|quarter|year|sale|week|project|break|event|conference|campaign
              |free|promo*|billing|q1|q2|q3|q4|course)
            """,
    ),
    Rule(
        "project_only",
        -5.0,
        """
            - (leav*|roll* off|mov* off|step* (away|back) (from|off)|hand* (over|off)
              |left|mov* on from) .. (the|this|that|our)? (<any>)? (project|rollout
              |pilot|workstream|channel|committee|task force|initiative|working group
              |integration|migration|implementation|steering committee|wave)
            - (still|staying|stay|remain|remaining) (here|at|with|within|in|around
              |part of|on) (the|our)? (<Name>|company|team|organization|business|us
              |board|touch as|your|firm)?
            - (within|inside) (<company>|<Name>|the same|our) (company|group
              |organization)?
            - (mov*|transfer*|switch*|chang*) (to|into) (another|a different|our|the)
              .. (team|department|office|floor|desk|division)
            - (chang*|switch*) (teams|departments|desks)
            - internal (move|transfer|promotion)
            """,
    ),
    Rule(
        "old_news",
        -5.5,
        """
            - (last year|years ago|a year ago|months ago|(a|long) while (ago|back)|long
              ago|some time ago|ages ago|back in|in 19*|in 200*|in 201*|in 202*|the
              other year|decade ago|decades ago|since 20*|over a year|more than a year)
            - (before|when|since) (i|we) (joined|started|took over|signed|came|bought
              |became customers|onboarded)
            - (when|before|after|since) i (left|quit|was let go)
            - (my|her|his|our) (previous|last|former|old|prior) (company|employer
              |job|role|vendor|position|firm|provider)
            - used to (be|work|run|own)
            """,
    ),
    Rule(
        "our_side",
        -6.0,
        """
            - (our|the) (solution|sales|support|success|implementation|customer success)
              (engineer|consultant|manager|rep) <Name> (is|has|will|, )
            - (you|your) (<adv>)? (<any>)? (csm|account manager|rep|ceo|engineer
              |consultant|trainer|team|colleague|predecessor|contact) <Name>? .. (leav*
              |left|depart*|resign*|quit|retir*|gone|replac*)
            - (your|you) (own|former|new|old|previous)? (csm|colleague|colleagues
              |account manager|account executive|account rep|rep|team|engineer|engineers
              |support|predecessor|ceo|cto|cfo|founder|founders|employee|employees
              |staff|people|company|success manager|customer success|sales|consultant
              |trainer|agent|agents|sdr|ae) .. (leav*|left|depart*|resign*|quit
              |retir*|mov*|gone|replac*|successor|last day|no longer|is going|changed)
            - (from|on|at) your (team|side|company|end|support team)
            - (our|my|the) (csm|account manager|customer success manager|success manager
              |account executive|account rep|support rep|sales rep|implementation manager
              |onboarding manager|rep|vendor contact) (<Name>)? .. (leav*|left|depart*
              |resign*|quit|retir*|mov*|gone|replac*|successor|last day|no longer
              |chang*)
            - (are|were) you (<adv>)? (leaving|retiring|moving|quitting|going)
            - you (are|were|have|will be) .. (leaving|left|retiring|moving on
              |departing|resigned)
            - (sorry|sad) (to hear|that) you
            - (new|replacement|another|different) (csm|account manager|account rep
              |success manager|rep|support agent)
            """,
    ),
    Rule(
        "generic_leaver",
        -6.5,
        """
            - (user|users|account|login|seat|license|employee|agent|tester|intern
              |temp|member) <any>? .. (left|leav*|quit*|resign*|depart*)
            - (phone|card|money|cash|payment|refund|transfer|wallet|package|parcel
              |cheque|pin|balance|phone|laptop|dog|cat|pet) <any>? .. (gone|left
              |leav*|retir*|goodbye|farewell|missing|stolen|lost)
            - (goodbye|farewell|bye) .. (dog|cat|pet|office|building|summer|excel
              |spreadsheet|spreadsheets|printer)
            - (when|if|whenever|once|every time|each time|after|in case) .. (a|an
              |any|some|someone|somebody|people|employees|users|one of|anyone|staff
              |team members|the|our) (<any>)? .. (leav*|left|depart*|resign*|quit*
              |retire*)
            - (a|an|any|one of (our|the)|some of (our|the)|several|some|many|most
              |two|three|few|former|ex|departed|departing|leaving|another|temp
              |temporary|the) (<any>)? (user|users|employee|employees|agent|agents
              |student|students|intern|interns|contractor|contractors|driver|drivers
              |freelancer|freelancers|trainee|trainees|worker|workers|customers|clients
              |patients|tenant|tenants|guest|guests|visitor|visitors|leavers|members
              |leads|applicant|candidate|candidates|developer|subscriber|subscribers
              |donor|donors|volunteer|volunteers)
            - (our|my|the|their|his|her|all)? (intern|interns|customers|clients
              |users|students|patients|tenants|guests|visitors|shoppers|subscribers
              |donors|landlord|tenant|girlfriend|boyfriend|wife|husband|kids|son
              |daughter|flatmate|roommate|dog) .. (leav*|left|depart*|quit*|churn*
              |resign*|retir*|last day)
            - (leavers|offboard*|off boarding|deprovision*|exit interview|exit survey
              |attrition|turnover|retention|resignation (letter|form|workflow|template
              |module|process|date field)|termination date|retirement (plan|age|account
              |fund|savings|benefit|planning))
            """,
    ),
    Rule(
        "from_tool",
        -6.5,
        """
            - (card|device|part|unit|phone|cable|token|pin) .. (replacement|successor)
            - (replacement|successor|new) (card|device|part|unit|phone|cable|token
              |pin|tool|product|system|version)
            - (we|our company|our team|our organization|the company|the team|management)
              (are|have|had|will be|were|will|is|has|'s|would|may|might|could)? ..
              (leaving|leave|left|moving|moved|migrat*|switch*|retir*|quit*|depart*
              |exit*|transition*)
            - (leav*|left|retir*|quit*|mov* (away|on)|migrat*|switch*|transition*
              |replac*) (from|off|away from)? (the|our|their|an|that|this|its)? (old
              |legacy|previous|current|existing|outdated|former|other|competitor*)?
              (<any>)? (tool|tools|platform|system|systems|vendor|vendors|provider
              |software|spreadsheet|spreadsheets|app|solution|supplier|stack|database
              |server|servers|crm|erp|product|version|dashboard|api|integration
              |service|website|module|feature|endpoint|plugin|excel|account|bank|plan)
            - (leav*|left|switch*|mov*|came over|migrat*|ditch*|dropp*) .. for (you
              |yours|your|your (platform|product|tool|solution|service))
            - (leav*|left|leave) (a|an|you|me|some|it|them|that|blank|empty|out
              |behind|open|feedback|comment|comments|it up|room|unchecked|no|us (with
              |hanging|waiting|a|an|without|no|confused|wondering|stranded|little
              |to)|the (old|tool|field|page|tab|default|option|box|setting|rest
              |window|light|door|session|browser|previous|legacy|decision|choice)|my
              (phone|card|keys|laptop|charger|comment|feedback|wallet|bag)|this
              (field|page|tab|open|here|to you|with you))
            """,
    ),
    Rule(
        "money_and_access",
        -4.0,
        """
            - (passcode*|password*|contactless|pin|my card|top up|topping up|topup*|atm
              |cheque|overcharg*|charged|verif*|identity|visa|mastercard|currency
              |currencies|exchange rate|withdraw*|refund*|cash|payment|payments
              |transaction*|deposit*|beneficiary|mugged)
            """,
    ),
    Rule(
        "staying",
        -6.0,
        """
            - (not|never|no plans to|no intention (of|to)|without) (<adv>)? (leaving
              |going anywhere|resigning|retiring|quitting|stepping down|leave|resign
              |retire|quit)
            - (decided|chose|agreed|convinced|persuaded) (to stay|against leaving|not to
              (leave|go|resign|retire)|me to stay|her to stay|him to stay)
            - (is|are|am|will be) (staying|remaining)
            - (almost|nearly) (left|quit|resigned)
            - april fool*
            """,
    ),
)
