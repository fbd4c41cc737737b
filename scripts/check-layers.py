#!/usr/bin/env python3
"""Holds the structure of src/README.md: includes point to lower levels, files stay small, Asio and co_await stay in place.

Run by the tests; prints each breach as FILE:LINE and exits 1 if there is one.
"""
import pathlib
import re
import sys

LEVELS = {"base": 0, "dns": 1, "dnssec": 2, "pki": 2, "smtp": 3, "dane": 3, "mtasts": 3, "tlsrpt": 3, "report": 4, "io": 4, "render": 5, "scan": 5, "net": 5, "state": 5, "cli": 6, "docs": 7}
ASIO_MODULES = {"io", "scan", "net", "cli"}
# A value type that pure code needs: an IP address does no I/O.
ASIO_VALUES = {"boost/asio/ip/address.hpp", "boost/asio/ip/address_v4.hpp", "boost/asio/ip/address_v6.hpp"}
IO_MAY_INCLUDE = ASIO_VALUES | {"boost/asio/awaitable.hpp"}
PURE = {"base", "dns", "dnssec", "pki", "smtp", "dane", "mtasts", "tlsrpt", "report", "render"}
# What a pure module may not touch: clocks, files, the environment, output.
IMPURE = re.compile(r"\b(system_clock|steady_clock)::now\b|\bstd::(cout|cerr|getenv|ifstream|ofstream|fopen)\b|\b(time|getenv|fopen|printf)\s*\(")
LINES = 400
INCLUDE = re.compile(r'\s*#\s*include\s+[<"]([^>"]+)[>"]')
# GCC 12 miscompiles aggregates and owning lambdas inside an expression with co_await.
BAD_AWAIT = re.compile(r"co_await[^;]*\{|co_await[^;]*\[[^\]&]*[a-z=][^\]]*\]\s*[({]")


def module_of(path, root):
    parts = path.relative_to(root).parts
    return parts[2] if parts[0] == "include" else parts[1]


def included_module(name):
    parts = name.split("/")
    if parts[0] == "danelaw" and len(parts) > 2:
        return parts[1]
    return parts[0] if parts[0] in LEVELS and len(parts) > 1 else None


def check_include(module, name):
    target = included_module(name)
    if target is not None:
        if target not in LEVELS:
            return f"{name} is in no known module"
        if target != module and LEVELS[target] >= LEVELS[module]:
            return f"{module} (level {LEVELS[module]}) may not include {target} (level {LEVELS[target]})"
    if name.startswith("boost/asio"):
        if module not in ASIO_MODULES and name not in ASIO_VALUES:
            return f"{module} may not include Asio ({name})"
        if module == "io" and name not in IO_MAY_INCLUDE:
            return f"io may include only awaitable.hpp and address.hpp of Asio, not {name}"
    return None


def check_file(path, root):
    module = module_of(path, root)
    lines = path.read_text(encoding="utf-8").split("\n")
    if len(lines) - 1 > LINES:
        yield f"{path.relative_to(root)}:{LINES}: {len(lines) - 1} lines, at most {LINES} are allowed"
    if module not in LEVELS:
        yield f"{path.relative_to(root)}:1: module {module} is not in the table of levels"
        return
    for number, line in enumerate(lines, 1):
        where = f"{path.relative_to(root)}:{number}"
        match = INCLUDE.match(line)
        breach = check_include(module, match.group(1)) if match else None
        if breach:
            yield f"{where}: {breach}"
        code = line.split("//")[0]
        if module in PURE and IMPURE.search(code):
            yield f"{where}: {module} is pure, but touches a clock, a file, the environment or an output"
        if BAD_AWAIT.search(code):
            yield f"{where}: braces or a capturing lambda in a co_await expression, name the value first"


def check_size(root):
    """Tests and scripts keep the limit, too."""
    for pattern in ("tests/**/*.cpp", "tests/**/*.hpp", "tests/**/*.py", "scripts/*"):
        for path in root.glob(pattern):
            count = len(path.read_text(encoding="utf-8").split("\n")) - 1 if path.is_file() else 0
            if count > LINES:
                yield f"{path.relative_to(root)}:{LINES}: {count} lines, at most {LINES} are allowed"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent).resolve()
    breaches = [b for top in ("include/danelaw", "src") for p in sorted((root / top).rglob("*.[hc]pp")) for b in check_file(p, root)]
    breaches += check_size(root)
    print("\n".join(breaches) if breaches else "layers: every include points down")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
