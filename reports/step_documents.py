"""The documents of the steps by name, each made of the records as they are when it is asked for."""

from __future__ import annotations

from collections.abc import Callable

from portfolio.store import Store
from reports import evaluation_form, final_report, notification
from reports.step_record import read

BUILDERS = {
    "notification": notification.build,
    "final_report": final_report.build,
    "evaluation": evaluation_form.build,
}


def builders(store: Store, process_id: str) -> dict[str, Callable[[str], bytes]]:
    """Name → (language) → the Word document of this process."""

    def of(name: str) -> Callable[[str], bytes]:
        return lambda language_code: BUILDERS[name](read(store, process_id), language_code)

    return {name: of(name) for name in BUILDERS}
