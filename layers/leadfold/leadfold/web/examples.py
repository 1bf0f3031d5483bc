"""An example for each body that the API takes, and for the answers that people meet first.

They stand in the OpenAPI document; a test holds each against its schema.
"""

from collections.abc import Mapping
from typing import Any

_CARD = "card_01KAK3M5T2S8Q4W0YB7N6H9XRD"

#: Schema name → example.
EXAMPLES: Mapping[str, Any] = {
    # -- leads ------------------------------------------------------------------------------------
    "Lead": {
        "lead_id": "web-1001",
        "full_name": "Ola Hansen",
        "phone": "912 34 567",
        "email": "ola@example.com",
        "utm_source": "facebook",
        "utm_campaign": "NO solar Q4",
    },
    "Leads": [
        {"lead_id": "web-1001", "full_name": "Ola Hansen", "phone": "912 34 567"},
        {"lead_id": "web-1002", "full_name": "Kari Berg", "email": "kari@example.com"},
    ],
    "MatchLeads": {"leads": [{"full_name": "Ola Hansen", "phone": "912 34 567"}], "source": "site"},
    "ReleaseIn": {"fields": {"phone": "912 34 567"}},
    "DiscardIn": {"reason": "An advertisement, not a lead"},
    # -- cards ------------------------------------------------------------------------------------
    "LookupIn": {"phone": "912 34 567", "name": "Ola Hansen", "country": "NO"},
    "SearchIn": {"q": "hans", "owner": "anna"},
    "CardIn": {
        "full_name": "Ola Hansen",
        "phone": "912 34 567",
        "email": "ola@example.com",
        "owner_id": "anna",
        "tags": ["fair"],
    },
    "EditIn": {"street": "Storgata 1", "postcode": "0155", "city": "Oslo", "locked": ["phone"]},
    "ContactIn": {"channel": "phone", "outcome": "reached", "note": "Wants an offer by Friday"},
    "StageIn": {
        "stage": "won",
        "value": {"amount": "12500.00", "currency": "NOK"},
        "external_id": "deal-77",
    },
    "LiftIn": {"reason": "She asked for our newsletter again, by e-mail"},
    "MergeIn": {"into": _CARD},
    "AcceptIn": {"into": _CARD},
    "DecisionIn": {"reason": "Father and son"},
    # -- rights -----------------------------------------------------------------------------------
    "EraseIn": {"reason": "asked for by letter", "request_id": "GDPR-2026-114"},
    "RestrictIn": {"reason": "disputes the address"},
    "ErasureRulesIn": {"leads": "accept", "others": "refuse"},
    # -- work -------------------------------------------------------------------------------------
    "TaskIn": {"status": "done", "reason": "Offer sent"},
    "HandOverIn": {"to": "bjorn"},
    "RoutingIn": {
        "rules": [
            {
                "name": "Sweden",
                "when": {"source": ["site"], "fields": [{"field": "country", "equals": "SE"}]},
                "then": {"bucket": "sweden"},
            }
        ]
    },
    # -- reports ----------------------------------------------------------------------------------
    "SignIn": {"key": "lf_marketing_…", "query": "group_by=campaign&model=first_touch"},
    "SpendFile": "date,platform,campaign_id,campaign,amount,currency\n"
    "2026-11-20,meta,120210000000001,NO solar Q4,1250.00,NOK\n",
    # -- configuration ----------------------------------------------------------------------------
    "SourceIn": {"platform": "generic", "country": "NO", "bucket": "sales", "data_owner": "anna"},
    "OwnerIn": {"name": "Anna", "email": "anna@example.com"},
    "BucketIn": {"name": "Sales", "default_owner": "anna"},
    "KeyIn": {"name": "Zapier", "role": "intake"},
    "IdentityRulesIn": {"order": ["national_id", "email", "phone"], "merge_up_to_level": 2},
    # -- answers ----------------------------------------------------------------------------------
    "Accepted": {"accepted": 1},
    "Problem": {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is no card with this id.",
        "instance": "urn:leadfold:request:8f14e45f",
        "request_id": "8f14e45f",
        "message": "There is no card with this id.",
    },
}
