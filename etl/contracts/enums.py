"""Closed sets of words that columns hold. A value outside its set fails the schema check.

Here: the words and what they mean. Not here: the rules that choose one (text/, steps/).
"""

from __future__ import annotations

from enum import StrEnum


class SourceStatus(StrEnum):
    """Whether an item of the source folder became a document."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


class RejectReason(StrEnum):
    """Why an item did not become a document."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    BINARY = "binary"
    UNDECODABLE = "undecodable"
    UNREADABLE = "unreadable"
    NOT_A_FILE = "not_a_file"
    OUTSIDE_ROOT = "outside_root"
    CHANGED_WHILE_READ = "changed_while_read"
    BAD_RECORD = "bad_record"
    BAD_ARCHIVE = "bad_archive"
    UNSUPPORTED_TYPE = "unsupported_type"


class DecodeRepair(StrEnum):
    """What decoding changed on the way from bytes to raw_text. `decode_repairs` lists them in this order."""

    BYTE_ORDER_MARK = "byte_order_mark"
    WINDOWS_1252 = "windows_1252"
    INVALID_UTF8 = "invalid_utf8"
    LONE_SURROGATE = "lone_surrogate"
    NUL = "nul"
    CRLF = "crlf"
    LONE_CR = "lone_cr"


class Role(StrEnum):
    """What a line, or a part of one, mainly is."""

    HEADLINE = "headline"
    TIMESTAMP = "timestamp"
    BYLINE = "byline"
    SUMMARY = "summary"
    SUBHEADING = "subheading"
    CAPTION = "caption"
    BODY = "body"
    BOILERPLATE = "boilerplate"
    REPEAT = "repeat"
    BLANK = "blank"


DROPPED_ROLES = frozenset({Role.BOILERPLATE, Role.REPEAT, Role.BLANK})
"""Roles whose segments have `is_kept` false; every other role is kept."""


class DateBasis(StrEnum):
    """What `articles.date_published` rests on."""

    STATED = "stated"
    DATELINE = "dateline"
    DATELINE_WEEKDAY = "dateline_weekday"
    SOURCE_FIELD = "source_field"
    URL = "url"
    NONE = "none"


class PublisherBasis(StrEnum):
    """What `articles.publisher_name` rests on."""

    TEXT = "text"
    SOURCE_FIELD = "source_field"
    URL = "url"
    NONE = "none"


class ContributorRole(StrEnum):
    """What a named contributor did."""

    REPORTER = "reporter"
    CONTRIBUTOR = "contributor"
    WRITER = "writer"
    EDITOR = "editor"
    PHOTOGRAPHER = "photographer"
    TRANSLATOR = "translator"


class DatePrecision(StrEnum):
    """How finely a date in the text is given."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    PART_OF_DAY = "part_of_day"
    MINUTE = "minute"
    RANGE = "range"


class Relation(StrEnum):
    """How the left document of a pair stands to the right one."""

    EXACT = "exact"
    NEAR = "near"
    CONTAINS = "contains"
    CONTAINED = "contained"


class CopyKind(StrEnum):
    """Why two documents are alike, as far as their text tells."""

    RECRAWL = "recrawl"
    UPDATE = "update"
    SYNDICATED = "syndicated"
    TEMPLATE = "template"
    UNKNOWN = "unknown"


class KindEvidence(StrEnum):
    """What a pair's copy_kind was told by. The first four are of templates: the headlines name other days or, of short
    bodies, are other headlines; other figures; other days and figures while all else stays; other days in what one
    outlet published days apart. BY_FOLDER: a page that does not name its outlet has that of its folder."""

    OTHER_HEADLINE = "other_headline"
    OTHER_FIGURES = "other_figures"
    SLOTS_ONLY = "slots_only"
    OTHER_DAYS = "other_days"
    SAME_URL = "same_url"
    SAME_OUTLET = "same_outlet"
    SAME_OUTLET_BY_FOLDER = "same_outlet_by_folder"
    OTHER_OUTLET = "other_outlet"
    OTHER_OUTLET_BY_FOLDER = "other_outlet_by_folder"
    SAME_RAW_TEXT = "same_raw_text"


class EntityType(StrEnum):
    """What a name names."""

    PERSON = "PERSON"
    ORGANIZATION = "ORGANIZATION"
    PLACE = "PLACE"


class QuoteType(StrEnum):
    """How words are given to a speaker."""

    DIRECT = "direct"
    FRAGMENT = "fragment"
    CONTINUATION = "continuation"
    INDIRECT = "indirect"


class SpeakerType(StrEnum):
    """What kind of speaker the words are given to."""

    PERSON = "person"
    ORGANIZATION = "organization"
    ANONYMOUS = "anonymous"
    GROUP = "group"
    UNKNOWN = "unknown"


class QuoteRepair(StrEnum):
    """Which quotation mark was missing and had to be inferred."""

    NONE = "none"
    MISSING_OPEN = "missing_open"
    MISSING_CLOSE = "missing_close"


class ContactKind(StrEnum):
    """How two parties came into contact."""

    PHONE_CALL = "phone_call"
    MEETING = "meeting"
    VISIT = "visit"
    NEGOTIATION = "negotiation"
    SUMMIT = "summit"
    TALK = "talk"
    STATEMENT_EXCHANGE = "statement_exchange"


class ContactStatus(StrEnum):
    """Whether a contact took place, as far as the text says."""

    OCCURRED = "occurred"
    SCHEDULED = "scheduled"
    CONDITIONAL = "conditional"
    PROPOSED = "proposed"
    DENIED = "denied"


class ParticipantRole(StrEnum):
    """What a participant of a contact did."""

    INITIATOR = "initiator"
    COUNTERPART = "counterpart"
    HOST = "host"
    MEDIATOR = "mediator"
    PARTICIPANT = "participant"


class LineRule(StrEnum):
    """Why a segment has its role; NULL for body kept by default."""

    BLANK = "blank"
    TITLE_ABOVE_BODY = "title_above_body"
    TITLE_BETWEEN_COPIES = "title_between_copies"
    TITLE_BELOW_BODY = "title_below_body"
    STAMP = "publication_stamp"
    CREDIT = "credit_line"
    BARE_NAME = "bare_name"
    BULLETS_ABOVE_BODY = "bullets_above_body"
    STANDFIRST = "standfirst"
    SHORT_HEADING = "short_heading"
    PICTURE_TEXT = "picture_text"
    LOST_LINK = "lost_link"
    PHRASE = "furniture_phrase"
    SYMBOLS = "no_words"
    MENU = "menu"
    TAG_LIST = "tag_list"
    RELATED_LIST = "related_list"
    RELATED_TITLE = "related_title"
    OTHER_STORY = "other_story"
    LONE_LABEL = "lone_label"
    FOREIGN_NOTICE = "foreign_notice"
    FREQUENT_LINE = "frequent_line"
    TICKER = "ticker"
    OUTSIDE_ARTICLE = "outside_article"
    CODE = "code"
    RESIDUE = "residue"
    EXACT_REPEAT = "exact_repeat"
    NEAR_REPEAT = "near_repeat"
    RETOLD = "retold_body"
    TITLE_AGAIN = "title_again"
    COPY_IN_LINE = "copy_in_line"
