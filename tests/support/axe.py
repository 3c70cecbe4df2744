"""What axe finds on a page. Its script goes into a page once, and only what matters comes back: on the whole
conversation its full report is larger than the page itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from playwright.async_api import Page

Scheme = Literal["light", "dark"]

# Everything that axe knows, with the contrast of level AAA: 7 : 1. In the dark only what colours can change.
_OPTIONS: dict[Scheme, dict[str, Any]] = {
    "light": {"rules": {"color-contrast-enhanced": {"enabled": True}}},
    "dark": {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced", "link-in-text-block"]}},
}
_RUN = """([where, options]) => axe.run(where || document, {...options, resultTypes: ["violations"]}).then(
    ({violations, passes}) => [
        violations.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(" ")}`),
        passes.map(({id}) => id),
    ])"""


@dataclass(frozen=True, slots=True)
class Report:
    """`violations` name the rule and the pieces of the page; `passed` are the rules that held."""

    violations: list[str]
    passed: frozenset[str]


@cache
def _script() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


async def look(page: Page, scheme: Scheme = "light", *, inside: str = "") -> Report:
    """Look at the page, or at the part that a selector names, by day or by night."""
    await page.emulate_media(color_scheme=scheme)
    if not await page.evaluate("!!window.axe"):
        await page.evaluate(_script())
    violations, passed = await page.evaluate(_RUN, [inside, _OPTIONS[scheme]])
    return Report(violations, frozenset(passed))


async def findings(page: Page, *, inside: str = "") -> list[str]:
    """What is found by day and by night; also when contrast was not looked at."""
    found = []
    for scheme in _OPTIONS:
        report = await look(page, scheme, inside=inside)
        found += [f"{scheme}: {violation}" for violation in report.violations]
        if "color-contrast-enhanced" not in report.passed:
            found.append(f"{scheme}: no contrast was measured")
    return found
