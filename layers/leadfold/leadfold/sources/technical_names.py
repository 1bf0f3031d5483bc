"""Names of the fields that form builders and pages send of their own: tokens, times, honeypots.

All names are compact: in small letters, without dots, dashes, underscores and blanks, and with
``#`` for a number at the end. They are from the builders' own sources and from requests that people
published.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Builder:
    """A form builder that is recognised by ``marks``, any one of which only it sends.

    A mark is the compact name of a field, or of what stands before brackets (``wpforms[``), with
    the words of which its value begins with one (``""``: anything).
    ``beside`` are names that are technical only beside a mark, since on other forms they are
    questions. ``honeypots`` are that, too. ``submission_id`` tells that the builder's number of a
    submission comes from its own server, once for each submission.
    """

    marks: Mapping[str, str]
    beside: frozenset[str]
    honeypots: frozenset[str] = frozenset()
    submission_id: bool = False


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Technical whatever the form is.
ANYWHERE = _names(
    # spam protection: captchas, Akismet, Cloudflare, Friendly Captcha, ALTCHA, Yandex, Cap
    "grecaptcharesponse hcaptcharesponse cfturnstileresponse frccaptchasolution altcha smarttoken "
    "captoken geetestchallenge geetestvalidate geetestseccode akjs akbib akbfs akbkpc akbkp akbmc "
    "akbmcc akbmk akbck akbmmc akbtmc akbsc akbte akbtec akbmm honeypottime "
    "procaptcharesponse "
    # forged requests: WordPress, Laravel, Django, Rails, Symfony, ASP.NET, TYPO3, CakePHP, Drupal
    "wpnonce ajaxnonce wphttpreferer csrfmiddlewaretoken authenticitytoken "
    "requestverificationtoken viewstate viewstategenerator viewstateencrypted viewstatefieldcount "
    "eventvalidation eventtarget eventargument lastfocus previouspage scrollpositionx "
    "scrollpositiony trustedproperties formbuildid formtoken antiforgerytoken "
    "javaxfacesviewstate jakartafacesviewstate "
    # builders of WordPress
    "wpcf# formsubmissionhash entryintermediatehash frmaction frmstate forminatornonce "
    "ninjaformsdisplaysubmit gformsubmit gformajax gformuniqueid gformfieldvalues gformtheme "
    "gformstylesettings gformsubmissionmethod gformsubmissionspeeds gformversion "
    # Jotform, HubSpot, Tally, Wix, Wufoo
    "pageuri jsexecutiontracker eventobserver uploadserverurl simplespc "
    "validatednewrequiredfieldids jwtcontainer cardinalordernumber hscontext hutk hsutk "
    "hubspotutk respondentid submissionpdfurl submissionslink handshakekey fieldstructure "
    "formstructure "
    # a page's own clock
    "elapsedms elapsedtime timeelapsed "
    "pageloadedat formloadedat formstartedat formopenedat submitclickedat clickedat loadedat "
    "renderedat pageloadtime formloadtime loadtime pageloadts formloadts timeonpage timetosubmit "
    "formrenderedat clienttimestamp pagetimestamp formtimestamp mousemovements phpsessid "
    "jsessionid aspnetsessionid sessiontoken sessiontokenid clicktoken submittoken "
    "submissiontoken clientnonce requestnonce idempotencytoken"
)
#: The beginnings of further such names, on labels as they are sent.
ANYWHERE_LIKE = re.compile(
    r"_wpcf7|_wpnonce|__fluent|_fluentform|gform_|_mc4wp_|et_pb_contactform_submit|_?frm_(?:submit_entry|hide_fields)_\d|is_submit_\d"
    r"|ak_b[a-z]{2,4}\b|__viewstate\d*\b"
    # a word of the name, in labels that no person has written
    r"|[\w.\[\]-]*(?:csrf|xsrf|(?:re|h|^|[_\-\[])captcha|cf-?_?turnstile)[\w.\[\]-]*$"
    r"|turnstile[_-]?(?:response|token|key)$"
    r"|[\w.\[\]-]+[_\-\[]nonce\]?$|_(?:ts|nonce|token|csrf|captcha|format|next)$",
    re.IGNORECASE,
)

#: Technical where the value is one that a program made; on other forms they are questions.
BY_VALUE = re.compile(
    r"[\w.\[\]-]*(?:token|nonce|session|csrf|fingerprint|signature|uuid|guid|hash)[\w.\[\]-]*"
    r"|(?:_|x-)?(?:s|php_?sess|request|trace|correlation|visit|visitor|client|device|browser|event|click"
    r"|page_?view|unique)[_-]?id|security|_ga|_gid|_fbp|_|(?:idempotency|form)_?key|ufprt"
    # a time that somebody is asked for may come as a number
    r"|(?!.*(?:appoint|book|prefer|slot|deliver|pick|arriv|depart|meeting|call_?back|wish|ønsk))"
    r"[\w.-]*(?:time|stamp|loaded|start|render|random|cache)[\w.-]*|rnd",
    re.IGNORECASE,
)
#: Those among them that a page makes anew and nobody asks for: a short token will do.
SHORT = re.compile(
    r"(?:_|x-)?(?:(?:session|request|trace|correlation)[_-]?id|nonce|\w*fingerprint)", re.IGNORECASE
)
#: Technical where the value is a time to the second: nobody asks for that.
CLOCKS = _names("time date datetime t ts now clienttime localtime servertime browsertime pagetime")
#: Technical where the value is any time: that of sending, beside the one that is read.
MOMENTS = _names(
    "timestamp unixtime epoch submittime submittedat submittedon createdat createdtime createtime "
    "senttime sentat"
)
#: Numbers of a submission, which some builders make anew with each click.
SUBMISSION_IDS = _names(
    "submissionid entryid responseid formsubmissionid formentryid formresponseid"
)

#: Fields that a person does not see and only a program, or a browser by itself, fills in.
HONEYPOTS = re.compile(
    r"[\w.-]*honey_?-?pot[\w.-]*|_honey|_gotcha|bot-?_?(?:field|check)|(?-i:_?hp)|ak_hp_textarea"
    r"|_wpcf7_ak_hp_textarea|coblocks-verify-email|frm_verify|item__\d+__fluent_checkme_?"
    r"|b_[0-9a-f]{16,40}_[0-9a-f]{6,20}|contact_me_by_fax(?:_only)?|hnpt\w*"
    r"|hp_(?:e?mail|name|url|web(?:site)?|phone|field|check|text(?:area)?|message|comment|trap)"
    r"|(?:e?mail|email_confirm|nf|name|url|web(?:site)?|phone|your-name|message)[_-]hp",
    re.IGNORECASE,
)
#: Names that are also words of people (horse powers): a number in there is an answer.
DOUBTFUL_HONEYPOTS = _names("hp")

#: Builders whose fields are in brackets behind their name: the technical ones.
IN_BRACKETS = {
    "wpforms": _names(
        "id hp nonce token author postid submit pagetitle pageurl pageid urlreferer urlreferrer "
        "starttimestamp endtimestamp honeypot recaptcha"
    ),
    "mauticform": _names("formid formname return messenger submit"),
    "token": _names("fields unlocked key debug"),
    "referrer": _names("extension controller action arguments request hmac"),  # TYPO3
}

#: What the ``action`` of WordPress' own requests begins with.
_AJAX = "elementor_pro_forms forminator_submit wpforms_submit fluentform_submit nf_ajax frm_"

BUILDERS = (
    Builder(  # Elementor: the page's own request, and its webhook
        marks={"formfields[": "", "refererttitle": "", "referertitle": "", "queriedid": "",
               "poweredby": "elementor"},
        beside=_names(
            "action postid referertitle queriedid date time useragent remoteip poweredby"
        ),
    ),
    Builder(  # other builders of WordPress
        marks={"action": _AJAX, "gformsubmit": "", "wpcf#": "", "wpforms[": "",
               "forminatornonce": "", "frmaction": "", "ninjaformsdisplaysubmit": "",
               "fluentformembdedpostid": ""},
        beside=_names(
            "action postid pageid renderid formtype itemkey formkey versionhash currenturl "
            "refererurl nonce security submission state#"
        ),
    ),
    Builder(  # Jotform
        marks={"jsexecutiontracker": "", "rawrequest": "", "simplespc": "", "eventobserver": "",
               "validatednewrequiredfieldids": "", "uploadserverurl": "", "jwtcontainer": ""},
        beside=_names("slug submitsource submitdate builddate eventid path"),
        honeypots=_names("website"),
        submission_id=True,
    ),
    Builder(  # Webflow
        marks={"formelementid": "", "triggertype": "form_submission"},
        beside=_names("d siteid workspaceid pageid triggertype schema formelementid"),
    ),
    Builder(  # Wix
        marks={"submissionslink": ""},
        beside=_names("contactid revision namespace seen submissiontime"),
        submission_id=True,
    ),
    Builder(  # HubSpot
        marks={"hutk": "", "hsutk": "", "hubspotutk": "", "hscontext": ""},
        beside=_names("ipaddress pagename"),
    ),
    Builder(  # Wufoo
        marks={"handshakekey": "", "fieldstructure": ""},
        beside=_names("ip createdby"),
        submission_id=True,
    ),
    Builder(marks={"respondentid": ""}, beside=_names("eventid"), submission_id=True),  # Tally
    Builder(marks={"craftcsrftoken": ""}, beside=_names("action redirect handle siteid")),  # Craft
    Builder(marks={"formbuildid": ""}, beside=_names("op")),  # Drupal
    Builder(  # GeeTest's captcha
        marks={"captchaoutput": ""}, beside=_names("lotnumber passtoken gentime captchaoutput")
    ),
    Builder(marks={"authenticitytoken": ""}, beside=_names("utf# commit")),
    Builder(  # SuiteCRM
        marks={"boolid": ""}, beside=_names("reqid boolid assigneduserid")
    ),
)  # fmt: skip
