"""What every page shares: the templates, and how they are filled in.

Here: the one template environment; everything put into a page is escaped. Not here: what the pages show.
"""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined


def render(template: str, **values: object) -> str:
    """The text of `templates/<template>` with `values` in it, each escaped. Raises UndefinedError: one is missing."""
    environment = Environment(
        loader=PackageLoader("etl.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template(template).render(values)
