"""The rules of one prison in plain words, for everybody to read before they ask.

They rest on the policy of the prison alone. Without a prison those of the state are shown,
without a state our own.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from mulakat.portals.visitor import here
from mulakat.portals.visitor.book import where
from mulakat.prisons.policy import PRESETS
from mulakat.visits.rulebook.sentences import BOTH, public

TITLES = {
    "often": _("How often"),
    "who": _("Who may come"),
    "asking": _("Asking"),
    "answering": _("When you hear from us"),
    "meeting": _("The visit"),
}


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """`?state=` by name or number, `?prison=` by number; unknown ones count as not chosen."""
    states = where.states()
    state = next((s for s in states if request.GET.get("state") == str(s.number)), None)
    state = state or here.chosen_state(request)
    prison = where.prison(state.number, request.GET.get("prison")) if state else None
    policy = prison.policy if prison else state.policy if state else PRESETS["open"]
    said = public(policy, state, kinds=prison.kinds() if prison else BOTH)
    context = {
        "here": here.here_in(state),
        "prison": prison,
        "state": state,
        "states": [(str(s.number), s.name()) for s in states],
        "prisons": [(str(p.number), p.name()) for p in where.prisons_of(state.number)]
        if state
        else [],
        "groups": [(TITLES[group], sentences) for group, sentences in said.items() if sentences],
    }
    return render(request, "info/rules.html", context)
