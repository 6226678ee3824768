"""A country's visits, written by the database itself: 1,500 prisons, one of them with 2 %."""

from typing import Any

from mulakat.accounts.models import Role
from mulakat.prisons.models import Prison
from mulakat.sealed import seal
from mulakat.visits.models import Visit
from tests import world

PRISONS, SHARE = 1500, 50  # one visit in fifty belongs to the first prison
ORDINARY = 700
# Of a hundred: two wait for an answer, two are approved and to come, the rest is history
VISITS = """
INSERT INTO visits_visit (uid, prison_id, serial, year, kind, status, language, asked, wishes,
    contact, phone_index, details, created_at, requested_at, answer_by, inmate_id, basis,
    starts_at, minutes, terminal_id, answer_shown_at, outcome, mode, assisted_at, turn_since,
    goes_first, kept_minutes)
SELECT gen_random_uuid(), p.id, n, 2000 + n / 100000, 'video', s.status, 'en',
    json_build_object('name', 'Name ' || n, 'guardian', 'Father', 'age', 30, 'gender', 'man',
        'number', ''),
    json_build_array(to_char(now() + interval '3 days', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')),
    %(contact)s, md5((n %% 300000)::text), '{}', t.at, t.at, t.at + interval '48 hours',
    CASE WHEN s.status IN ('approved', 'ended') THEN i.first + n %% i.number END,
    CASE WHEN s.status IN ('approved', 'ended') THEN 'contact_list' ELSE '' END,
    CASE s.status WHEN 'approved' THEN now() + (n %% 43200) * interval '1 minute'
        WHEN 'ended' THEN t.at + interval '3 days' END,
    CASE WHEN s.status IN ('approved', 'ended') THEN 15 END,
    CASE WHEN s.status IN ('approved', 'ended') THEN p.terminal END, t.at,
    CASE s.status WHEN 'ended' THEN 'done' ELSE '' END, 'preferences', '', t.at, false, 0
FROM generate_series(%(first)s, %(last)s) AS n
CROSS JOIN LATERAL (SELECT CASE WHEN n %% 100 < 2 THEN 'requested' WHEN n %% 100 < 4 THEN
    'approved' WHEN n %% 100 < 84 THEN 'ended' WHEN n %% 100 < 90 THEN 'cancelled' ELSE
    'refused' END AS status) AS s
CROSS JOIN LATERAL (SELECT CASE s.status WHEN 'requested' THEN now() - (n %% 4000) * interval
    '1 minute' ELSE now() - (10 + n %% 700) * interval '1 day' END AS at) AS t
JOIN bench_prisons AS p ON p.place = CASE WHEN (n / 100) %% %(share)s = 0 THEN 0 ELSE n %%
    %(prisons)s END
JOIN bench_inmates AS i ON i.prison_id = p.id
"""
PERSONS = """
INSERT INTO visits_visitperson (visit_id, position, name, guardian, age, gender, relation,
    relation_other, id_type)
SELECT v.id, 0, 'Visitor ' || v.id, '', 30, 'woman', 'spouse', '', 'voter'
FROM visits_visit AS v WHERE v.id > %s
"""
INMATES = """
INSERT INTO people_inmate (prison_id, number, name, name_local, guardian, birth_year, gender,
    category, ward, language, left_at, left_for, name_key, guardian_key)
SELECT p.id, 'UT-' || n, 'Name ' || n, '', 'Father', 1990, 'man', 'undertrial', n %% 9, 'en',
    CASE WHEN n %% 5 = 0 AND n > 20 THEN now() - interval '90 days' END, '', 'nm', 'ftr'
FROM bench_prisons AS p, generate_series(1, CASE p.place WHEN 0 THEN 3000 ELSE 100 END) AS n
"""
# What the counts look through besides: absences and bars to come, closures, lists, hearings
AROUND = (
    """INSERT INTO people_absence (inmate_id, cause, starts_at, ends_at, made_by, made_at)
    SELECT id, 'court', now() + (id %% 40) * interval '1 day',
        now() + (id %% 40) * interval '1 day' + interval '6 hours', 'staff:1', now()
    FROM people_inmate WHERE id %% 4 = 0""",
    """INSERT INTO people_restriction (prison_id, inmate_id, phone_index, kind, cause, note,
        disclose, starts_at, made_by, made_at, agreed_by, agreed_at, lifted_by)
    SELECT prison_id, CASE WHEN id %% 2 = 0 THEN id END, CASE WHEN id %% 2 = 1 THEN
        md5((id %% 300000)::text) ELSE '' END, '', 'conduct', '', true, now(), 'staff:1', now(),
        'staff:2', now(), '' FROM people_inmate WHERE id %% 40 = 0""",
    """INSERT INTO people_contact (inmate_id, name, relation, phone_index, added_at, added_by)
    SELECT id, 'Visitor', 'spouse', md5((id %% 300000)::text), now(), 'staff:1'
    FROM people_inmate""",
    """INSERT INTO schedule_closure (state_id, prison_id, kind, starts_at, ends_at, cause,
        public_text, made_by, made_at, lifted_by)
    SELECT p.state_id, p.id, '', now() + n * interval '9 days', now() + n * interval '9 days' +
        interval '1 day', 'holiday', '{}', 'staff:1', now(), ''
    FROM prisons_prison AS p, generate_series(1, 3) AS n""",
    """INSERT INTO schedule_hearing (terminal_id, inmate_id, court, starts_at, minutes, made_by,
        made_at)
    SELECT b.terminal, i.id, 'Court', now() + (i.id %% 30) * interval '1 day', 30, 'staff:1', now()
    FROM people_inmate AS i JOIN bench_prisons AS b ON b.id = i.prison_id WHERE i.id %% 10 = 0""",
)


def grow(size: int) -> dict[str, Any]:
    """So many visits in all; a signed-in browser for the big and for an ordinary prison."""
    from django.db import connection
    from django.test import Client

    with connection.cursor() as cursor:
        if not Prison.objects.exists():
            _country(cursor)
        last = Visit.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        contact = seal('{"phone": "+919830012345"}', "visits.Visit.contact")
        there = Visit.objects.count()
        values = {"first": there + 1, "last": size, "contact": contact, "share": SHARE,
                  "prisons": PRISONS}  # fmt: skip
        cursor.execute(VISITS, values)
        cursor.execute(PERSONS, [last])
        cursor.execute("VACUUM ANALYZE")
    clients = {}
    for name, place in (("big", 0), ("ordinary", ORDINARY)):
        prison = Prison.objects.get(number=place + 1)
        client = Client()
        user = prison.memberships.filter(role=Role.APPROVER).first()
        client.force_login(user.user if user else world.an_officer(prison, *Role.values))
        clients[name] = client
    return clients


def _country(cursor: Any) -> None:
    """Prisons with a terminal each and people inside, and where their rows begin."""
    state = world.a_state()
    for place in range(PRISONS):
        prison = Prison(state=state, number=place + 1, names={"en": f"Prison {place}"})
        prison.save()
        world.a_terminal(prison, number=1)
        if place in {0, ORDINARY}:
            world.all_day_rules(prison)
    cursor.execute(
        "CREATE TABLE bench_prisons AS SELECT p.id, p.number - 1 AS place, t.id AS terminal "
        "FROM prisons_prison AS p JOIN prisons_terminal AS t ON t.prison_id = p.id"
    )
    cursor.execute(INMATES, [])
    cursor.execute(
        "CREATE TABLE bench_inmates AS SELECT prison_id, min(id) AS first, count(*) AS number "
        "FROM people_inmate GROUP BY prison_id"
    )
    for rows in AROUND:
        cursor.execute(rows, [])
