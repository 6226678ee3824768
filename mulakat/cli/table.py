"""Every command by name, in the order in which a new operator meets them."""

from typing import NamedTuple


class Command(NamedTuple):
    name: str
    module: str
    help: str
    needs_django: bool = True


COMMANDS = (
    Command("run", "mulakat.cli.running", "Run the whole demo on this machine.", False),
    Command("doctor", "mulakat.cli.doctor", "Say what is well, what is not, what would help."),
    Command("doctor jitsi", "mulakat.cli.doctor_jitsi", "Examine a Jitsi Meet from outside."),
    Command("prepare", "mulakat.cli.preparing", "Make or update tables, catalogues, demo data."),
    Command("migrate", "mulakat.cli.migrating", "Bring the tables to this version."),
    Command("serve", "mulakat.cli.serving", "Serve the pages; --live: the sockets of calls."),
    Command("work", "mulakat.cli.working", "Deliver messages, open and close calls, tidy."),
    Command("state add", "mulakat.cli.states", "Add a state's prison department."),
    Command("prison add", "mulakat.cli.prisons", "Add a prison of a state."),
    Command("prison list", "mulakat.cli.prison_list", "List the prisons by number."),
    Command("slots add", "mulakat.cli.slots", "Add weekly hours of visits at a prison."),
    Command("window add", "mulakat.cli.windows", "Add a visiting room or row of windows."),
    Command("terminal add", "mulakat.cli.terminals", "Add a terminal for video visits."),
    Command("terminal code", "mulakat.cli.terminal_codes", "Make the code that enrols a terminal."),
    Command("terminal-policy", "mulakat.cli.terminal_policy", "Lock a terminal's PC.", False),
    Command("gate key", "mulakat.cli.gate_keys", "Let another key sign a state's gate passes."),
    Command("staff add", "mulakat.cli.staff", "Add a member of staff, or roles for one."),
    Command("inmate add", "mulakat.cli.inmates", "Add one person to the register."),
    Command("inmate import", "mulakat.cli.inmate_import", "Add a register from a CSV file."),
    Command("messages", "mulakat.cli.messages", "Collect strings to translate; name the missing."),
    Command("compile", "mulakat.cli.compiling", "Compile the catalogues that pages read.", False),
)
