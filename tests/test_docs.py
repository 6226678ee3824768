"""Documents that cannot rot: settings, commands and links agree with the code."""

import re

from mulakat.cli.table import COMMANDS
from mulakat.config import SECRETS, Config
from tests import tree

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def page(name: str) -> str:
    return (tree.ROOT / name).read_text(encoding="utf-8")


def test_every_setting_is_explained_and_they_are_few() -> None:
    documented = set(re.findall(r"^### ([A-Z_]+)", page("docs/settings.md"), re.M))
    assert documented == set(Config.model_fields)
    assert len(documented) + len(SECRETS) <= 40


def test_no_other_name_is_read_from_the_environment() -> None:
    known = {"DJANGO_SETTINGS_MODULE", "CAPTCHA_ANSWER", "SSL_CERT_FILE", *Config.model_fields}
    reading = re.compile(r"""environ(?:\.get\(|\.setdefault\(|\[)\s*["']([A-Z_]+)["']""")
    read = {name for path in tree.product() for name in reading.findall(path.read_text())}
    assert read <= known


def test_every_command_is_explained() -> None:
    text = page("docs/operate.md") + page("docs/first-prison.md") + page("CONTRIBUTING.md")
    assert not [c.name for c in COMMANDS if f"mulakat {c.name}" not in text]


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = []
    for path in (p for p in tree.tracked() if p.suffix == ".md"):
        for target in LINK.findall(path.read_text(encoding="utf-8")):
            is_ours = "://" not in target and not target.startswith("mailto:")
            if is_ours and not (path.parent / target).exists():
                broken.append(f"{tree.short(path)}: {target}")
    assert not broken


def test_every_path_that_architecture_names_exists() -> None:
    tree_of_package = re.search(r"```\nmulakat/\n(.*?)```", page("ARCHITECTURE.md"), re.S)
    assert tree_of_package
    named = re.findall(r"^  (\w+(?:/|\.py))", tree_of_package[1], re.M)
    assert len(named) > 10
    assert not [name for name in named if not (tree.PACKAGE / name).exists()]


def test_every_decision_is_listed() -> None:
    decisions = sorted((tree.ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert len(decisions) >= 4
    readme = page("docs/adr/README.md")
    assert not [path.name for path in decisions if path.name not in readme]
