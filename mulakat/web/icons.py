"""Our icons: a 24 grid, a 2.2 line, round ends, at most one turmeric fill (class f).

Drawn for this project; `{% icon "name" %}` puts one beside a word, never alone.
"""

MIRRORED = frozenset({"back", "next"})  # the only ones that turn in right-to-left scripts

ICONS = {
    "again": '<path d="M19.5 12a7.5 7.5 0 1 1-2.3-5.4L20 9M20 3.5V9h-5.5"/>',
    "back": '<path d="M15 5l-7 7 7 7"/>',
    "bar": (
        '<rect x="3" y="3" width="18" height="18" rx="2"/><path d="M7.5 12h9" stroke-width="3.5"/>'
    ),
    "broken": (
        '<path d="M2 12h6.5M15.5 12H22M10.8 6.5l1 2.8M13.2 17.5l-1-2.8" stroke-width="2.6"/>'
    ),
    "bell": (
        '<path class="f" d="M5 17c2-2 1.6-4.5 1.8-7 .5-7 9.9-7 10.4 0 .2 2.5-.2 5 1.8 7z"/>'
        '<path d="M12 2.4v1.6M10 20.5c1 1.2 3 1.2 4 0"/>'
    ),
    "browser": (
        '<rect x="2.5" y="4" width="19" height="16" rx="2"/><path d="M2.5 9h19M6 6.5h.01"/>'
    ),
    "calendar": (
        '<rect x="3.5" y="5" width="17" height="16" rx="2"/>'
        '<path d="M3.5 10h17M8 2.5V7M16 2.5V7"/><path class="f" d="M13 14h4v4h-4z"/>'
    ),
    "call": (
        '<path class="f" d="M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a1 1 0 0 1-1 1A15 15'
        ' 0 0 1 4 5a1 1 0 0 1 1-1z"/>'
    ),
    "call-back": (
        '<path d="M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a1 1 0 0 1-1 1A15 15 0 0 1 4'
        ' 5a1 1 0 0 1 1-1z"/>'
        '<path d="M20 4l-5 5m0-4.5V9h4.5"/>'
    ),
    "camera": (
        '<rect x="2.5" y="6" width="12.5" height="12" rx="2"/>'
        '<path d="M15 10.5l6.5-3.5v10L15 13.5"/>'
    ),
    "camera-off": (
        '<rect x="2.5" y="6" width="12.5" height="12" rx="2"/>'
        '<path d="M15 10.5l6.5-3.5v10L15 13.5M3.5 3.5l17 17"/>'
    ),
    "checking": (
        '<rect x="2.4" y="5" width="19.2" height="14" rx="2"/>'
        '<circle cx="8" cy="11" r="2.2"/>'
        '<path d="M4.8 16.4c.4-3.4 6-3.4 6.4 0M14 10h5M14 14h5"/>'
    ),
    "clock": '<circle cx="12" cy="12" r="9.5"/><path d="M12 6.5V12l3.5 2.5"/>',
    "cross": '<circle cx="12" cy="12" r="9.5"/><path d="M8.5 8.5l7 7M15.5 8.5l-7 7"/>',
    "differs": '<path d="M5 9h14M5 15h14M16.4 4.4 7.6 19.6"/>',
    "dog": (
        '<path d="M6 8.5 4 4l5 1.5h5L19 4l-1.5 5c2 6-1.5 11-5.7 11S4 15 6 8.5z"/>'
        '<path d="M9.3 10.5h.01M14.5 10.5h.01" stroke-width="2.8"/>'
        '<path class="s" d="M10.3 14h3.4L12 15.8z"/>'
    ),
    "ear": (
        '<path d="M6.5 9.5a5.5 5.5 0 0 1 11 0c0 4.3-4 4.7-4 8.2a3.2 3.2 0 0 1-6 1.3"/>'
        '<path d="M9.8 10a2.3 2.3 0 0 1 4.5 0c0 1.7-2.2 2-2.2 4"/>'
    ),
    "empty": '<circle cx="12" cy="12" r="9.4" stroke-dasharray="4 3.4"/>',
    "end": '<rect x="4.5" y="4.5" width="15" height="15" rx="1.5" fill="currentColor"/>',
    "fair": (
        '<path d="M4 20v-4M9.4 20v-8" stroke-width="3"/>'
        '<path d="M14.8 20v-2.4M20.2 20v-2.4" stroke-width="3" opacity=".55"/>'
    ),
    "fine": (
        '<circle cx="12" cy="12" r="9.6" fill="var(--leaf-1)"/><path d="M7.4 12.4l3.2 3.2 6-7"/>'
    ),
    "free": (
        '<circle cx="12" cy="12" r="10"/>'
        '<path d="M8.5 7h7M8.5 10h7M8.5 7c5 0 5 6 0 6l4.5 4.5" stroke-width="1.6"/>'
        '<path d="M5 19L19 5"/>'
    ),
    "gate": ('<path d="M4 21V11a8 8 0 0 1 16 0v10M2 21h20"/><path class="f" d="M8.5 21v-8h7v8"/>'),
    "hang-up": (
        '<path class="s" d="M2.5 14c5-5.5 14-5.5 19 0l-2.7 3-4-2v-2.4c-1.9-.6-3.7-.6-5.6'
        ' 0V15l-4 2z"/>'
    ),
    "hear": (
        '<path d="M6 9.6C6 5 9 2.8 12.2 2.8S18.6 5 18.6 9c0 5-4.8 5.6-4.8 9 0 4-6 4.2-6 0"/>'
        '<path d="M9.6 9.8c0-4.4 5.4-4.4 5.4-.6 0 2.2-2.6 2.4-2.6 4.4"/>'
    ),
    "id": (
        '<rect x="2.5" y="5" width="19" height="14" rx="2"/>'
        '<circle class="f" cx="8.5" cy="10.5" r="2.2"/>'
        '<path d="M5.5 16c.8-2.6 5.2-2.6 6 0M14.5 10h4M14.5 14h4"/>'
    ),
    "info": ('<circle cx="12" cy="12" r="9.5"/><path d="M12 11v6M12 7.2h.01" stroke-width="2.6"/>'),
    "jail": '<path d="M4 21V9.5C4 5 8 3 12 3s8 2 8 6.5V21M2 21h20"/><path d="M12 8v13"/>',
    "joined": (
        '<path d="M5 4.5c6.4 3.6 6.4 11.4 0 15M19 4.5c-6.4 3.6-6.4 11.4 0 15"/>'
        '<path d="M8.2 8.4h7.6M8.6 12h6.8M8.2 15.6h7.6"/>'
    ),
    "late": (
        '<circle cx="12" cy="12" r="9.2" stroke-dasharray="5 3"/><path d="M12 6.6V12l3.8 2.4"/>'
    ),
    "legal": (
        '<path d="M6 2.8h8.4L19 7.4v13.8H6z" stroke-linejoin="round"/>'
        '<path d="M14 3v5h5M9 12.4h7M9 16.2h7"/>'
    ),
    "listen": (
        '<path class="f" d="M4 9v6h4l5 4V5L8 9z"/>'
        '<path d="M16.5 9a4 4 0 0 1 0 6M19.5 6.5a8 8 0 0 1 0 11"/>'
    ),
    "lock": (
        '<rect x="4.6" y="10.4" width="14.8" height="10.4" rx="1.6"/>'
        '<path d="M8 10.4V7.2c0-5.6 8-5.6 8 0v3.2"/>'
    ),
    "look": (
        '<path d="M12 2.8 22 20.6H2z" fill="var(--haldi)" stroke="var(--ink)"'
        ' stroke-linejoin="round"/>'
        '<path d="M12 9v5.2M12 17.4v.2" stroke="var(--ink)" stroke-width="2.6"/>'
    ),
    "louder": (
        '<path class="f" d="M3 9v6h3.5l4.5 4V5L6.5 9z"/>'
        '<path d="M14 9.5a4 4 0 0 1 0 5M19 8.5v7M15.5 12h7"/>'
    ),
    "mail": (
        '<rect x="2.5" y="5" width="19" height="14" rx="2"/><path d="M3 7.5l9 6.500 9-6.500"/>'
    ),
    "mic": (
        '<rect class="f" x="9" y="2.5" width="6" height="11" rx="3"/>'
        '<path d="M5 11a7 7 0 0 0 14 0M12 18v3.5"/>'
    ),
    "mic-off": (
        '<rect x="9" y="2.5" width="6" height="11" rx="3"/>'
        '<path d="M5 11a7 7 0 0 0 14 0M12 18v3.5M3.5 3.5l17 17"/>'
    ),
    "mute": (
        '<rect x="8.4" y="2.6" width="7.2" height="11.4" rx="3.6"/>'
        '<path d="M4.8 11.4c0 9 14.4 9 14.4 0M12 18.4v3M3 3l18 18"/>'
    ),
    "near": '<path d="M4 9.4c3-3 5.4-3 8 0s5 3 8 0M4 16c3-3 5.4-3 8 0s5 3 8 0"/>',
    "network": '<path d="M4 20v-3.5M9.3 20v-7M14.6 20V9M20 20V4.5" stroke-width="3"/>',
    "network-slow": (
        '<path d="M4 20v-3.5M9.3 20v-7" stroke-width="3"/>'
        '<path d="M14.6 20V9M20 20V4.5" stroke-width="2" stroke-dasharray="2 3"/>'
    ),
    "next": '<path d="M9 5l7 7-7 7"/>',
    "no": '<path d="M5 5l14 14M19 5L5 19" stroke-width="3.2"/>',
    "no-network": (
        '<path d="M2.4 9c6-5.2 13.2-5.2 19.2 0M6 13c3.6-3 8.4-3 12 0M12 17.6v.2M4 3l16 18"/>'
    ),
    "no-power": '<path d="M12 2.6v8M6.8 6.2a8 8 0 1 0 10.4 0"/>',
    "note": '<path d="M4 20.4l1-4.6L16.4 4.4l3.4 3.4L8.4 19.2z" stroke-linejoin="round"/>',
    "off": ('<rect x="3" y="3" width="18" height="18"/><path d="M3 12 12 3M3 21 21 3M12 21l9-9"/>'),
    "officer": (
        '<path d="M7.5 13V6a1.5 1.5 0 0 1 3 0v5.5V4a1.5 1.5 0 0 1 3 0v7.5V5.5a1.5 1.5 0 0 1 3'
        " 0V12V8.5a1.5 1.5 0 0 1 3 0V15c0 4.3-2.7 6.8-6.3 6.8-3"
        ' 0-4.7-1.3-6.2-3.8l-2.6-4.3c-.9-1.7 1.1-2.9 2.1-1.6z"/>'
    ),
    "on-the-way": '<path d="M2.5 12h7"/><path d="M14.5 12h7" stroke-dasharray="1.5 3.5"/>',
    "partly": (
        '<circle cx="12" cy="12" r="9.5"/><path class="s" d="M12 2.5a9.5 9.5 0 0 0 0 19z"/>'
    ),
    "pause": '<path d="M8 4.5v15M16 4.5v15" stroke-width="4"/>',
    "person": '<circle class="f" cx="12" cy="7.5" r="4"/><path d="M4 21c1-7 15-7 16 0"/>',
    "phone": (
        '<rect x="6.2" y="2.4" width="11.6" height="19.2" rx="2"/><path d="M10.6 18.2h2.8"/>'
    ),
    "plus": '<path d="M12 4.5v15M4.5 12h15"/>',
    "print": '<path d="M7 8V3h10v5M7 17H3.5V8h17v9H17"/><path class="f" d="M7 14h10v7H7z"/>',
    "question": (
        '<path d="M4 4h16v12H11l-4 4v-4H4z"/>'
        '<path d="M10 8.2c.6-1.8 4-1.5 4 .4 0 1.3-2 1.5-2 3M12 13.7h.01"/>'
    ),
    "same": '<path d="M5 9h14M5 15h14"/>',
    "save": '<path d="M12 3v12M7 10.5l5 5 5-5M4 20.5h16"/>',
    "see": (
        '<path d="M1.8 12C6.4 4.6 17.6 4.6 22.2 12 17.6 19.4 6.4 19.4 1.8 12z"'
        ' stroke-linejoin="round"/>'
        '<circle cx="12" cy="12" r="3.1"/>'
    ),
    "sent": ('<path d="M2 12h9" stroke-width="4"/><path d="M15 12h.5M20 12h.5" stroke-width="3"/>'),
    "share": '<path d="M12 15V3M7.5 7.5L12 3l4.5 4.5"/><path d="M6 11H4v10h16V11h-2"/>',
    "sms": (
        '<rect x="6.5" y="2" width="11" height="20" rx="2"/><path d="M11 18.5h2"/>'
        '<path class="f" d="M9 6h6v5h-3l-2 2v-2H9z"/>'
    ),
    "song": (
        '<path d="M9 17.5V5l10-2v12.5"/><circle class="f" cx="6.5" cy="17.5" r="2.5"/>'
        '<circle class="f" cx="16.5" cy="15.5" r="2.5"/>'
    ),
    "stop": (
        '<rect x="2.4" y="2.4" width="19.2" height="19.2" rx="2" fill="currentColor"/>'
        '<path d="M7.8 7.8l8.4 8.4M16.2 7.8l-8.4 8.4" stroke="#fff" stroke-width="2.6"/>'
    ),
    "strong": '<path d="M4 20v-4M9.4 20v-8M14.8 20V8M20.2 20V4" stroke-width="3"/>',
    "swap": ('<circle cx="12" cy="12" r="9.5"/><path d="M7.5 10h8l-2.2-2.2M16.5 14h-8l2.2 2.2"/>'),
    "tick": '<circle class="f0" cx="12" cy="12" r="9.5"/><path d="M7.5 12.5l3.2 3.2 6-7"/>',
    "two-clocks": (
        '<circle cx="8.6" cy="8.6" r="6"/><path d="M8.6 5.4v3.2h2.6"/>'
        '<path d="M17 10.2a6 6 0 1 1-7 7.2"/>'
    ),
    "unheard": (
        '<path d="M6 9.6C6 5 9 2.8 12.2 2.8S18.6 5 18.6 9c0 5-4.8 5.6-4.8 9 0 4-6 4.2-6 0"/>'
        '<path d="M3 3l18 18"/>'
    ),
    "user": '<circle cx="12" cy="7.4" r="4.4"/><path d="M3.8 21c.6-10 15.8-10 16.4 0"/>',
    "video": (
        '<rect x="2.6" y="6" width="12.6" height="12" rx="2"/>'
        '<path d="M15.2 10.6 21.4 7v10l-6.2-3.6z" stroke-linejoin="round"/>'
    ),
    "voice": (
        '<path d="M4 9.5v5h3.6L12 18.4V5.6L7.6 9.5zM15.4 9.2c1.8 1.6 1.8 4 0 5.6M18 6.4c3.6'
        ' 3.2 3.6 8 0 11.2" stroke-linejoin="round"/>'
    ),
    "waiting": (
        '<circle cx="12" cy="7" r="3.6" fill="currentColor"/><path d="M5 20c0-8 14-8 14 0"/>'
    ),
    "warn": (
        '<path d="M3.4 9.6v4.8h3.8l8.6 5V4.6l-8.6 5zM19 9.6c1.6 1.4 1.6 3.4 0 4.8"'
        ' stroke-linejoin="round"/>'
    ),
    "watched": (
        '<path d="M2 12c4.5-7 15.5-7 20 0-4.5 7-15.5 7-20 0z"/>'
        '<circle class="f" cx="12" cy="12" r="3"/>'
    ),
    "weak": (
        '<path d="M4 20v-4" stroke-width="3"/>'
        '<path d="M9.4 20v-2.4M14.8 20v-2.4M20.2 20v-2.4" stroke-width="3" opacity=".55"/>'
    ),
    "wheelchair": (
        '<circle cx="10.4" cy="15.4" r="5.6"/><path d="M10.4 3.4v7.4h6l3 6.4M10.4 7h4.4"/>'
        '<path d="M10.4 2.6v.1" stroke-width="4"/>'
    ),
    "yes": '<path d="M4 13l5 5L20 6" stroke-width="3.2"/>',
}
