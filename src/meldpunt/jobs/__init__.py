"""Tasks that the worker knows; importing this module registers them."""

from meldpunt.jobs.taken import (
    ask_brp,
    choose_kolommen_and_queue,
    recall_and_queue,
    receive_and_queue,
    run_aanlevering,
    run_daily,
    run_due,
    run_stapelopdracht,
    send_berichten,
    send_dagberichten,
    stack_and_queue,
    tell_partners,
)

__all__ = [
    "ask_brp",
    "choose_kolommen_and_queue",
    "recall_and_queue",
    "receive_and_queue",
    "run_aanlevering",
    "run_daily",
    "run_due",
    "run_stapelopdracht",
    "send_berichten",
    "send_dagberichten",
    "stack_and_queue",
    "tell_partners",
]
