"""The words by which web pages name what is not the article: in classes and ids, and in what a person reads.

Gathered from many sites in many languages; a list is never complete, so nothing here decides alone when it would
cost much of a page.
"""

from __future__ import annotations

import re

NEVER = frozenset(["nav", "footer", "aside", "menu", "form", "dialog"])
"""Elements that hold no part of an article, unless they hold most of the page."""

ROLES = frozenset(
    [
        "navigation",
        "complementary",
        "contentinfo",
        "banner",
        "search",
        "menu",
        "menubar",
        "dialog",
        "alertdialog",
        "tablist",
    ]
)

FOREIGN = re.compile(
    r"(?<![a-z])(?:comments?(?![a-z])|comment-?(?:list|section|box|form|area|wrap|text|content|body|thread)|disqus|livefyre|"
    r"respond(?![a-z])|shar(?:e|ing|eable)|social|follow-?us|related|recommend|recirc|side-?bar|widget|promo|sponsor|"
    r"advert|ads?(?![a-z])|ad-?slot|newsletter|subscri|sign-?up|footer|nav|menu|bread-?crumb|cookie|consent|gdpr|"
    r"pop-?up|modal|overlay|toolbar|paginat|pager|outbrain|taboola|read-?more|more-?stor|more-?from|see-?also|"
    r"most-?(?:read|popular)|trending|teaser|masthead|hidden|visually|sr-only|screen-?reader|print-?only|"
    r"author-?(?:bio|box|info|card)|about-?author|tags?-?(?:list|cloud)|tags(?![a-z])|topics|ratings?(?![a-z])|"
    r"toc(?![a-z])|jump(?:-?(?:to|link|nav|menu))?(?![a-z])|skip|login|register|donat|credits?(?![a-z])|copyright|disclaimer|correction-?link|player|"
    r"carousel|slide-?show|no-?print)",
    re.IGNORECASE,
)
"""In the classes and ids of an element, `_` read as `-`: it is something else than the article."""

UNSEEN = re.compile(
    r"(?<![a-z])(?:hidden|visually|sr-only|screen-?reader|mw-editsection|page-?num(?:ber)?s?(?![a-z]))", re.IGNORECASE
)
"""In the class of an element inside a line: nobody sees it, or it is about the page and not in the text."""

OWN = re.compile(
    r"article-?(?:body|content|text)|story-?(?:body|content|text)|entry-?content|post-?(?:body|content)|main-?content|"
    r"content-?(?:body|main)|body-?(?:text|content|copy)|\barticle\b|\bstory\b|\bmain\b|hentry",
    re.IGNORECASE,
)
"""In the classes and ids of an element: it is the article, whatever else it says."""

HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
STOPS = frozenset('.!?…。！？؟।:»”"’)')
"""What a sentence ends with."""

NOTICES = re.compile(
    r"\b(?:uses?|using|utiliza|utilise|verwendet) (?:of )?cookies\b|\bcookie policy\b|affiliate links?\b|"
    r"\b(?:sign up|subscribe)\b.{0,80}\b(?:newsletter|inbox|email|updates)\b|"
    r"\bfollow (?:us|him|her|me|them) (?:on|at)\b|"
    r"\bclick here (?:for|to)\b|\b(?:like|share) this (?:story|article|post)\b|\b(?:can|may) be reached at\b|"
    r"\bmay get a (?:share|commission)\b|\byou (?:may|might) also like\b|\benable javascript\b",
    re.IGNORECASE,
)
"""In a paragraph: it speaks of the site, not of the subject."""

END = re.compile(
    r"^\W*(?:(?:top|all|reader|user|featured|latest|recent|post|add|write|leave|view|read|join)\b.{0,20})?"
    r"(?:comments?\b|commentaires|kommentare|comentarios|comentários|commenti|комментарии|отзывы|"
    r"join the (?:conversation|discussion)|leave a reply|"
    r"related\b|recommended\b|more (?:great|top|from|on|in|stories|news|articles)\b|"
    r"you (?:may|might) (?:also )?(?:like|enjoy)|"
    r"(?:read|up|see) next|also read|read also|don.t miss|most (?:read|popular|viewed)|trending|about the authors?\b|"
    r"tell us what|want more|privacy overview|share this|share on|post navigation|lesen sie auch|mehr zum thema|"
    r"lire aussi|à lire|lea también|leia também|leggi anche|читайте также|baca juga|artikel terkait)",
    re.IGNORECASE,
)
"""A heading or short line after which a page goes on to other things."""

DATED = re.compile(
    r"^\W*(?:(?:published|updated|posted|last (?:updated|modified)|created|first published|publish date|date|by|"
    r"author|written by|von|par|por|autor)\b(?:[^.!?]|(?<=\d)\.(?=\d)){0,60}|\d{1,2}[:.]\d{2}.{0,40})$",
    re.IGNORECASE,
)
"""A short line that says when and by whom."""

CAPTION = re.compile(
    r"caption|(?:image|img|photo|picture|media|figure)[-_]?(?:desc|text|info|legend|title)", re.IGNORECASE
)
"""In the class of an element: words about a picture."""

CALLS = re.compile(
    r"^\W*(?:advertisement|sponsored|share (?:this|on)|follow us|sign up|subscribe|read (?:more|also|next)|see also|"
    r"also read|related(?: (?:articles?|stories|content|topics|news|posts))?|recommended|"
    r"more (?:from|on|stories)|click here|photo(?: credit)?s?:|image(?: credit)?s?:|loading|"
    r"continue reading|story continues|all rights reserved|copyright|©|tags?:|filed under|posted in|comments?|"
    r"leave a (?:reply|comment)|print|email)\b",
    re.IGNORECASE,
)
"""A short line that asks the reader to go or do something elsewhere."""
