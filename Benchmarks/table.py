"""The table that a benchmark prints: figures beside their targets."""
import os
import platform
from datetime import date

import measure
from measure import say


class Table:
    """Figures with their targets, in the order measured."""

    def __init__(self, conditions):
        self.conditions = conditions
        self.rows = []
        self.missed = []

    def add(self, what, figure, target="—", is_met=None):
        mark = "" if is_met is None else " ✓" if is_met else " ✗"
        if is_met is False:
            self.missed.append(what)
        self.rows.append(f"| {what} | {figure} | {target}{mark} |")
        say(f"{what}: {figure} {target}{mark}")

    def text(self):
        return "\n".join(["| Measured | Figure | Target |", "|---|---|---|", *self.rows,
                          "", f"{date.today()}, {machine()}; {self.conditions}", ""])


def machine():
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo")
                  if line.startswith("model name")), platform.machine())
    return f"{model}, {min(2, len(measure.CORES))} of {os.cpu_count()} cores for everything measured"
