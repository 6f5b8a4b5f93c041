"""Calls and embeds inside a line of text: what a page says to its readers, and what a post leaves behind.

Here: their patterns, read by residue.py. Not here: lines that are nothing else (text/phrases.py), links to other stories
(residue_related.py). A call begins where a sentence has ended, with or without the blank that a lost tag took along.
"""

from __future__ import annotations

import re

_BEHIND = r"(?:(?<=[.!?”\"’)…])|(?<=[.!?”\"’)…][\s\xa0]))"
"""Behind the end of a sentence."""
_DAY = r"(?:[A-Z][a-z]{2,8}\s\d{1,2},\s\d{4}|\d{1,2}\s[A-Z][a-z]{2,8}\s\d{4})"

POST = re.compile(
    r"(?:(?:(?:Lihat|View)\s(?:postingan|kiriman|this\spost)(?:\sini)?\s(?:di|on)\s[A-Z]\w{1,12}\s?)?"
    r"(?:Sebuah\s(?:kiriman|postingan)(?:\syang)?\sdibagikan\soleh|A\s(?:post|reel|video)\sshared\sby)\s[^()\n]{1,80}\(@[\w.]{1,40}\))"
    rf"(?:\s?(?:pada|on)\s{_DAY})?|(?:Lihat\s(?:postingan|kiriman)\sini\sdi|View\sthis\spost\son)\s[A-Z]\w{{1,12}}"
)
"""Matches "A post shared by Rani (@rani.wulan)" and "Lihat postingan ini di Instagram"."""
_POSTER = rf"[^\n—–()]{{1,60}}\(@\w{{2,30}}\)\s?{_DAY}"
POSTED = re.compile(_POSTER)
"""Matches "Info Gempa (@infogempa) November 2, 2021", the whole line."""
TWEET = re.compile(rf"(?:\bpic\.(?:twitter|x)\.com/\w{{4,20}}\s?)?[—–]\s?{_POSTER}")
"""Matches "— Info Gempa (@infogempa) November 2, 2021"."""
FOLLOW = re.compile(
    rf"{_BEHIND}(?:Ikuti|IKUTI|Follow|Gabung|Bergabung|Join|Dapatkan|Unduh|Download)\s(?=[^.!?\n]{{0,80}}"
    r"\b(?i:whatsapp|telegram|google\snews|channel|kanal|saluran|newsletter|instagram|aplikasi)\b)[^.!?\n]{5,140}[.!]?\s*$"
)
"""Matches "Ikuti WhatsApp Channel Kabar Rimba" behind the last sentence of a line."""
IN_BRACKETS = re.compile(
    r"\((?:[^()\n]{0,200}[^\w()\n])?(?i:klik|cek)\s(?i:di\s?sini|link|tautan)\b[^()\n]{0,60}\)|"
    r"\[(?:[^\[\]\n]{0,200}[^\w\[\]\n])?(?i:klik|cek)\s(?i:di\s?sini|link|tautan)\b[^\[\]\n]{0,60}\]"
)
"""Matches "(Jangan lewatkan berita lainnya. Klik di sini ya!)"."""
AIRED = re.compile(
    rf"{_BEHIND}(?:Artikel|Berita|Tulisan)\sini\s(?:telah|sudah|pernah|pertama\skali)(?:\s(?:lebih\sdulu|pernah))?\s"
    r"(?:di)?(?:tayang|terbit|muat)(?:kan)?\s(?:di|pada)\s[^\n]{3,300}$"
)
"""Matches "Artikel ini telah tayang di Kabar Rimba dengan judul ..." behind the last sentence of a line."""
HASHTAGS = re.compile(r"(?<![\w#&/])#\w{2,60}(?:[\s,]{0,2}#\w{2,60}){1,30}\s*$")
"""Matches "#banjir #sleman" at the end of a line."""
SKIP = re.compile(
    rf"{_BEHIND}(?:Lewati|Skip)\s[^.!?\n]{{3,80}}?\s(?:dan|and)\s(?:lanjutkan|terus(?:kan)?|continue)\s(?:membaca|reading)\b"
)
"""Matches "Lewati artikel pilihan dan terus membaca" behind a sentence."""
SCROLL = re.compile(
    rf"{_BEHIND}(?i:scroll|gulir|geser|usap|swipe|ketuk)(?:\s(?i:ke|down|up|layar|bawah|atas)){{0,3}}\s(?i:untuk|to)\s"
    r"(?i:lanjut\w{0,3}|melanjutkan|meneruskan|continue|resume)(?:\s(?i:membaca|baca|reading|with|content|artikel|berita)){0,3}(?=\W{0,3}(?:$|[A-Z“\"]))"
)
"""Matches "Gulir ke bawah untuk melanjutkan membaca" behind a sentence."""
ADVERT = re.compile(
    rf"{_BEHIND}(?:(?:Iklan|Advertisement|Sponsored|Advertorial)(?=\s*$)|(?:[Ll]oading|Memuat)\s?(?:\.{{3}}|…))"
)
"""Matches "Iklan" behind the last sentence of a line, "Loading..." behind any."""
LISTEN = re.compile(
    rf"(?:{_BEHIND}|[^\w\s]\s?)(?:Dengarkan|Simak|Tonton|Saksikan|Listen)\s[^.!?\n]{{0,60}}\b(?:di\s?sini|here)\s?[.!:]?\s*$"
)
"""Matches "Dengarkan laporan lengkapnya di sini" behind the last sentence of a line, a picture before it or not."""
_SOURCE = r"(?:[A-Z][\w.'’\-/]{0,40}|[Dd]ok\.?|di|dan|oleh|/|-)"
PICTURE = re.compile(
    rf"{_BEHIND}(?:Foto(?:\sutama)?|FOTO|Photo|Ilustrasi|Infografis|Sumber\s(?:[Ff]oto|[Gg]ambar)|Gambar)\s?[:/]\s?"
    rf"{_SOURCE}(?:[,\s]{{1,2}}{_SOURCE}){{0,7}}\.?\s*$"
)
"""Matches "Foto: Dok. Rani Wulan/Kabar Rimba" behind the last sentence of a line."""
