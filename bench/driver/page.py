"""Tables of figures as Markdown, and the parts of a page that this tool owns."""

import statistics


def table(head, rows):
    """The first column is text, the others are figures."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def seconds(values):
    """Least, median and greatest."""
    return [f"{value:.2f}" for value in (min(values), statistics.median(values), max(values))]


def megabytes(count):
    return f"{count / 1e6:,.1f}"


def mebibytes(count):
    return f"{count / 2**20:,.0f}"


def replace(page, part, text, tool="bench/run"):
    """Puts the text between the part's two marks in the page; at its end where they are not there yet."""
    begin, end = f"<!-- {tool} {part}: begin -->", f"<!-- {tool} {part}: end -->"
    block = f"{begin}\n{text}\n{end}"
    old = page.read_text(encoding="utf-8") if page.exists() else "# Performance\n"
    if begin in old:
        before, rest = old.split(begin, 1)
        if end not in rest:
            raise ValueError(f"{page} lacks the line {end}")
        new = before + block + rest.split(end, 1)[1]
    else:
        new = old.rstrip("\n") + f"\n\n{block}\n"
    page.write_text(new, encoding="utf-8")
